/** What backends share that compile kernels at run time: the gate as macros, and a cache of what was compiled. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the backends are built after this module, so the compiler does not find them
module org.moegate.kernelbuilds {
    requires transitive org.moegate.api;

    // made for moegate's own backends, and changed with them
    exports org.moegate.kernelbuilds to
            org.moegate.cuda,
            org.moegate.opencl;
}
