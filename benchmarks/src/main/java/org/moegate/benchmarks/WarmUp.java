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

    private WarmUp() {}

    /** Runs a call of {@link #BATCH} rows again and again. */
    static void run(Runnable call) {
        for (int i = 0; i < CALLS; i++) {
            call.run();
        }
    }
}
