package org.moegate.benchmarks;

import org.moegate.Backends;
import picocli.CommandLine.Option;

/** Which NVIDIA GPU a command is about. */
final class CudaDeviceOption {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--device", paramLabel = "N", description = "The CUDA device, by index.")
    private int index;

    int index() {
        return index;
    }

    /** The backend, on that device alone. */
    Backends backends() {
        return BackendsHere.forced("cuda:" + index);
    }
}
