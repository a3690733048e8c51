package org.moegate.cpu;

/**
 * How a call is shared among threads.
 *
 * @param numExperts logits of a row: what a row costs grows with them
 * @param helperLogits for every so many logits of a call one helper is worth its wake-up
 * @param blockLogits logits that a thread takes at a time
 */
record WorkShare(int numExperts, int helperLogits, int blockLogits) {

    private static final int VECTOR_HELPER_LOGITS = Integer.getInteger("xhelper", 1);
    private static final int VECTOR_BLOCK_LOGITS = Integer.getInteger("xblock", 8192);
    private static final int SCALAR_HELPER_LOGITS = Integer.getInteger("xhelper", 1);
    private static final int SCALAR_BLOCK_LOGITS = Integer.getInteger("xblock", 1024);

    static WorkShare ofVectors(int numExperts) {
        return new WorkShare(numExperts, VECTOR_HELPER_LOGITS, VECTOR_BLOCK_LOGITS);
    }

    static WorkShare ofScalars(int numExperts) {
        return new WorkShare(numExperts, SCALAR_HELPER_LOGITS, SCALAR_BLOCK_LOGITS);
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
