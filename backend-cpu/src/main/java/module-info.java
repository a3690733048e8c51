import org.moegate.cpu.CpuBackendProvider;
import org.moegate.spi.BackendProvider;

/**
 * The gate on any CPU. With {@code --add-modules jdk.incubator.vector} it is vectorised; without, it runs the reference.
 */
@org.jspecify.annotations.NullMarked
module org.moegate.cpu {
    requires transitive org.moegate.api;
    // static: a runtime without the vector module still starts, and the scalar device runs there
    requires static jdk.incubator.vector;

    exports org.moegate.cpu;

    provides BackendProvider with
            CpuBackendProvider;
}
