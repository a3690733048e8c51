package org.moegate.conformance.rules;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** What a thread allocates. */
final class Allocation {

    private static final int CALLS = 100;

    private final ThreadMXBean threads;
    private final Duration warmUp;

    /** With the time a JIT may take to remove what it can; ends the test as skipped where the JVM does not measure. */
    Allocation(Duration warmUp) {
        this.warmUp = warmUp;
        assumeTrue(
                ManagementFactory.getThreadMXBean() instanceof ThreadMXBean measuring
                        && measuring.isThreadAllocatedMemorySupported(),
                "this JVM does not measure what a thread allocates");
        threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    }

    /** Bytes that a call allocates on this thread, after as many calls as it takes to come to 0, or a while of them. */
    long ofWarm(Runnable call) {
        long end = System.nanoTime() + warmUp.toNanos();
        long bytes;
        do {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        } while (bytes > 0 && System.nanoTime() < end);
        return (bytes + CALLS - 1) / CALLS;
    }
}
