package org.moegate.cuda;

import java.util.Locale;

/**
 * What a GPU says of itself, as far as the gate depends on it.
 *
 * @param ordinal its number for the driver
 * @param name the product's name
 * @param computeCapability such as 90 for 9.0
 * @param multiprocessors how many it has
 * @param memory bytes
 * @param sharedMemory bytes that a block may have at most
 * @param driver the newest CUDA that the driver knows, such as 13000 for 13.0
 */
record DeviceFacts(
        int ordinal,
        String name,
        int computeCapability,
        int multiprocessors,
        long memory,
        int sharedMemory,
        int driver) {

    private static final int FIRST_WITH_PROGRAMMATIC_LAUNCHES = 90;

    /** Whether a kernel may start before the one before it has ended. */
    boolean hasProgrammaticLaunches() {
        return computeCapability >= FIRST_WITH_PROGRAMMATIC_LAUNCHES;
    }

    /** As the compiler calls it. */
    String architecture() {
        return "sm_" + computeCapability;
    }

    String description() {
        return "%s, GPU, %d MiB, compute capability %d.%d, driver for CUDA %s"
                .formatted(name, memory / (1 << 20), computeCapability / 10, computeCapability % 10, version(driver));
    }

    /** 13.1 of 13010. */
    static String version(int cuda) {
        return String.format(Locale.ROOT, "%d.%d", cuda / 1000, cuda % 1000 / 10);
    }
}
