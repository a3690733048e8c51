import org.moegate.cuda.CudaBackendProvider;
import org.moegate.spi.BackendProvider;

/** The gate on NVIDIA GPUs, through JavaCPP's CUDA presets. */
@org.jspecify.annotations.NullMarked
module org.moegate.cuda {
    requires transitive org.moegate.api;
    requires org.moegate.kernelbuilds;
    requires org.bytedeco.cuda;
    requires org.bytedeco.javacpp;

    exports org.moegate.cuda;

    provides BackendProvider with
            CudaBackendProvider;
}
