package org.moegate.cli;

import java.util.Arrays;

/** The median of a few calls once the JIT compiler has done its work: a quick look that fits into a command, no benchmark. */
final class QuickTiming {

    private static final long MOST_WARM_UP_NANOS = 10_000_000_000L;

    /** Vector code is a thousand times slower until it is compiled, so only calls that stay as they are count as warm. */
    private static final long SETTLED_NANOS = 2_000_000_000;

    private static final int SETTLED_CALLS = 20;
    private static final double SAME = 0.95;

    private static final long MOST_TIMED_NANOS = 500_000_000;
    private static final int TIMED_CALLS = 15;

    private QuickTiming() {}

    /** Runs a call at least twice, and no further once the time is up. */
    static long medianNanos(Runnable call) {
        warmUp(call);
        long[] nanos = new long[TIMED_CALLS];
        int calls = 0;
        long start = System.nanoTime();
        do {
            nanos[calls++] = nanos(call);
        } while (calls < TIMED_CALLS && System.nanoTime() - start < MOST_TIMED_NANOS);
        Arrays.sort(nanos, 0, calls);
        return nanos[calls / 2];
    }

    private static void warmUp(Runnable call) {
        long start = System.nanoTime();
        long now = start;
        long settledSince = start;
        long best = Long.MAX_VALUE;
        int calls = 0;
        while (now - start < MOST_WARM_UP_NANOS && (calls < SETTLED_CALLS || now - settledSince < SETTLED_NANOS)) {
            long nanos = nanos(call);
            now = System.nanoTime();
            calls++;
            if (nanos < SAME * best) {
                best = nanos;
                settledSince = now;
                calls = 0;
            }
        }
    }

    private static long nanos(Runnable call) {
        long before = System.nanoTime();
        call.run();
        return System.nanoTime() - before;
    }
}
