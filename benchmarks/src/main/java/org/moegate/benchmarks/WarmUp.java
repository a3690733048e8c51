package org.moegate.benchmarks;

/**
 * Brings vector code to its full speed before JMH's own warm-up, which counts in milliseconds: until it is compiled such code
 * is a thousand times slower, so that little of it runs in a time. This counts calls.
 */
final class WarmUp {

    /** Rows of a call: enough for loops to be compiled as in the batch, whatever is measured later. */
    static final int BATCH = 1024;

    /** Several times as many as were seen to be needed. */
    private static final int CALLS = 300;

    /** Calls of a small batch, whose code is another than a large one's; as many as HotSpot wants to see of each method. */
    private static final int SMALL_CALLS = 20_000;

    /** Enough for that code, and a limit for devices on which a call takes long whatever is compiled. */
    private static final long SMALL_NANOS = 3_000_000_000L;

    private WarmUp() {}

    /** Runs a call of fewer than {@link #BATCH} rows until its own code is compiled. */
    static void runSmall(Runnable call) {
        long start = System.nanoTime();
        for (int i = 0; i < SMALL_CALLS && System.nanoTime() - start < SMALL_NANOS; i++) {
            call.run();
        }
    }

    /** Runs a call of {@link #BATCH} rows again and again. */
    static void run(Runnable call) {
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
    }
}
