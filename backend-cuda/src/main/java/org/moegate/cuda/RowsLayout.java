package org.moegate.cuda;

import org.moegate.GateSpec;

/**
 * How the kernels of {@code rows.cu} spread a row over lanes and warps.
 *
 * @param lanes lanes a row, 8, 16 or 32
 * @param keys experts a lane
 * @param warps warps a block of {@code route_rows}
 * @param splitWarps warps that score a row together in {@code route_split}, a divisor of keys; 1 where that kernel is not used
 */
record RowsLayout(int lanes, int keys, int warps, int splitWarps) {

    private static final int WARP_SIZE = 32;
    private static final int MOST_CANDIDATES = 64;

    int rowsPerBlock() {
        return warps * WARP_SIZE / lanes;
    }

    int threads() {
        return warps * WARP_SIZE;
    }

    int splitThreads() {
        return splitWarps * WARP_SIZE;
    }

    /** Shared memory of a row: ROW_WORDS of {@code rows.cu}, added up in the same order. */
    int rowBytes(GateSpec spec) {
        boolean groupsClose = spec.topkGroup() < spec.numExpertGroup();
        int words = 2 * byFours(lanes * keys)
                + 2 * MOST_CANDIDATES
                + 2 * byFours(spec.numRoutedTopk())
                + (groupsClose && !groupsFillLanes(spec) ? byFours(2 * spec.numExpertGroup()) : 0);
        return words * Integer.BYTES;
    }

    /** Whether each lane has experts of one group, so that groups have a power of two of lanes. */
    boolean groupsFillLanes(GateSpec spec) {
        return lanes * keys == spec.numExperts() && spec.groupSize() % keys == 0;
    }

    private static int byFours(int count) {
        return Math.ceilDiv(count, 4) * 4;
    }
}
