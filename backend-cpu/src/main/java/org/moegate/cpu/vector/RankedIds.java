package org.moegate.cpu.vector;

import java.util.Arrays;

/** The chosen experts of each row, best first; behind the last one fillers, so that whole vectors may be read and written. */
final class RankedIds {

    /** Columns that loops take at a time. */
    static final int UNROLLED = 8;

    private final int k;
    private final int filler;
    private final int stride;
    private final int[] ids;

    RankedIds(int k, int topk, int filler, int mostRows) {
        this.k = k;
        this.filler = filler;
        stride = stride(topk);
        ids = new int[mostRows * stride];
        Arrays.fill(ids, filler);
    }

    /** From one row of topk columns to the next: whole vectors, and whole runs of {@link #UNROLLED} columns. */
    static int stride(int topk) {
        return VectorWidth.padded((topk + UNROLLED - 1) / UNROLLED * UNROLLED);
    }

    /** How many experts are chosen. */
    int k() {
        return k;
    }

    /** What stands behind a row's last one. */
    int filler() {
        return filler;
    }

    /** From one row to the next. */
    int stride() {
        return stride;
    }

    /** Where a row's best one lies. */
    int at(int row) {
        return row * stride;
    }

    int[] ids() {
        return ids;
    }
}
