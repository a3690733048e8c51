package org.moegate.cpu;

/**
 * How a call is shared among threads. Work is counted in logits; to each row {@value #ROW} are added for what it costs whatever
 * its width.
 *
 * @param rowWork the work of a row
 * @param helperWork for every so much work of a call one helper is worth its wake-up
 * @param blockWork what a thread takes at a time
 */
record WorkShare(int rowWork, int helperWork, int blockWork) {

    /** As vectors take 33 ns for a row of 64 logits, 107 ns for one of 256 and 150 ns for one of 384. */
    private static final int ROW = 24;

    /**
     * Some 120 µs of work. On two cores of an EPYC with 512-bit vectors, in calls 300 µs apart, where thread and core are
     * asleep, a wake-up costs 30 to 40 µs of the caller's time and the thread comes 50 µs later: break-even lay between 100 and
     * 250 µs of work, as the machine's other tenants would have it. Calls that follow each other closely break even at 20 µs,
     * but engines do other work between two layers' gates.
     */
    private static final int VECTOR_HELPER_WORK = 320 * 1024;

    /** 4 µs: little to wait for at the end, and taking a block costs nothing beside it. */
    private static final int VECTOR_BLOCK_WORK = 10 * 1024;

    /** How much longer scalar code takes, at least: 2.8 µs for a row of 256 experts, against 0.12. */
    private static final int SCALAR_TO_VECTOR = 20;

    static WorkShare ofVectors(int numExperts) {
        return new WorkShare(numExperts + ROW, VECTOR_HELPER_WORK, VECTOR_BLOCK_WORK);
    }

    static WorkShare ofScalars(int numExperts) {
        return new WorkShare(
                numExperts + ROW, VECTOR_HELPER_WORK / SCALAR_TO_VECTOR, VECTOR_BLOCK_WORK / SCALAR_TO_VECTOR);
    }

    /** As many helpers as there is work for, of those there are. */
    int helpersFor(int rows, int available) {
        return Math.clamp((long) rows * rowWork / helperWork, 0, available);
    }

    /** The rows that a thread takes at a time: full steps of its router, at least one. */
    int blockRows(int step) {
        return Math.max(1, blockWork / rowWork / step) * step;
    }
}
