/**
 * What backends share that compile kernels at run time: the kernels for GPUs in what their languages have in common, the gate as
 * macros, a cache of what was compiled, and the host code around kernels.
 */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the backends are built after this module, so the compiler does not find them
module org.moegate.kernelbuilds {
    requires transitive org.moegate.api;

    // made for moegate's own backends, and changed with them
    exports org.moegate.kernelbuilds to
            org.moegate.cuda,
            org.moegate.opencl;
}
