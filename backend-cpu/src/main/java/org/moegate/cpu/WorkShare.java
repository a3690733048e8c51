package org.moegate.cpu;

/**
 * How a call is shared among threads.
 *
 * @param numExperts logits of a row: what a row costs grows with them
 * @param helperLogits for every so many logits of a call one helper is worth its wake-up
 * @param blockLogits logits that a thread takes at a time
 */
record WorkShare(int numExperts, int helperLogits, int blockLogits) {

    /**
     * Waking a parked thread costs the caller about 8 µs, and the thread comes up to 50 µs later. On two cores of an EPYC
     * with 512-bit vectors (0.5 to 1 ns a logit) a second thread broke even at 25 to 66 thousand logits in calls that follow
     * each other closely, but only at 115 thousand in calls 300 µs apart, which was 1.3 times as fast at 196 thousand. There
     * it costs no more than a tenth even where both cores are busy with something else.
     */
    private static final int VECTOR_HELPER_LOGITS = 192 * 1024;

    /** 4 to 8 µs of work: little to wait for at the end, and taking a block costs nothing beside it. */
    private static final int VECTOR_BLOCK_LOGITS = 8 * 1024;

    /** Scalar code takes about 16 times as long for a logit. */
    private static final int SCALAR_TO_VECTOR = 16;

    static WorkShare ofVectors(int numExperts) {
        return new WorkShare(numExperts, VECTOR_HELPER_LOGITS, VECTOR_BLOCK_LOGITS);
    }

    static WorkShare ofScalars(int numExperts) {
        return new WorkShare(
                numExperts, VECTOR_HELPER_LOGITS / SCALAR_TO_VECTOR, VECTOR_BLOCK_LOGITS / SCALAR_TO_VECTOR);
    }

    /** As many helpers as there is work for, of those there are. */
    int helpersFor(int rows, int available) {
        return Math.clamp((long) rows * numExperts / helperLogits, 0, available);
    }

    /** The rows that a thread takes at a time: full steps of its router, at least one. */
    int blockRows(int step) {
        return Math.max(1, blockLogits / numExperts / step) * step;
    }
}
