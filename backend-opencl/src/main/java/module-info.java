import org.moegate.opencl.OpenClBackendProvider;
import org.moegate.spi.BackendProvider;

/** The gate on OpenCL devices, through JOCL. */
@org.jspecify.annotations.NullMarked
module org.moegate.opencl {
    requires org.moegate.kernelbuilds;
    requires transitive org.moegate.api;
    // has no module name of its own, so this is its file's
    requires transitive jocl;

    exports org.moegate.opencl;

    provides BackendProvider with
            OpenClBackendProvider;
}
