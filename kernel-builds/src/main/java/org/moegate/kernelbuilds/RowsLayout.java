package org.moegate.kernelbuilds;

import java.util.LinkedHashMap;
import java.util.Map;
import org.moegate.GateSpec;

/**
 * How the kernels of {@code rows.h} spread a row over lanes and warps.
 *
 * @param lanes lanes a row, 8, 16 or 32
 * @param keys experts a lane
 * @param run how many of these lie side by side: all, or 4
 * @param warps warps a block of {@code route_rows}
 * @param splitWarps warps that score a row together in {@code route_split}, a divisor of keys; 1 where that kernel is not used
 */
public record RowsLayout(int lanes, int keys, int run, int warps, int splitWarps) {

    /** Lanes of a warp. */
    public static final int WARP_SIZE = 32;

    private static final int MOST_CANDIDATES = 64;

    /**
     * A row a block and a warp a row, for devices where the threads of a block wait for each other to exchange values.
     *
     * @param spec the gate
     * @return the layout
     */
    public static RowsLayout ofOneWarp(GateSpec spec) {
        int keys = Math.ceilDiv(spec.numExperts(), WARP_SIZE);
        return new RowsLayout(WARP_SIZE, keys, keys, 1, 1);
    }

    /**
     * What the kernels know it by.
     *
     * @return macros by name, always in the same order
     */
    public Map<String, Integer> macros() {
        Map<String, Integer> macros = new LinkedHashMap<>();
        macros.put("LANES", lanes);
        macros.put("KEYS", keys);
        macros.put("RUN", run);
        macros.put("WARPS", warps);
        macros.put("SPLIT_WARPS", splitWarps);
        return macros;
    }

    /**
     * Rows of a block of {@code route_rows}.
     *
     * @return 1 or more
     */
    public int rowsPerBlock() {
        return warps * WARP_SIZE / lanes;
    }

    /**
     * Threads of a block of {@code route_rows}.
     *
     * @return whole warps
     */
    public int threads() {
        return warps * WARP_SIZE;
    }

    /**
     * Threads of a block of {@code route_split}.
     *
     * @return whole warps
     */
    public int splitThreads() {
        return splitWarps * WARP_SIZE;
    }

    /**
     * Shared memory of a row: ROW_WORDS of {@code rows.h}, added up in the same order, where lanes need none to exchange values.
     *
     * @param spec the gate
     * @return bytes
     */
    public int rowBytes(GateSpec spec) {
        int words = 2 * byFours(lanes * keys)
                + 2 * MOST_CANDIDATES
                + 2 * byFours(spec.numRoutedTopk())
                + (groupsClose(spec) && !groupsFillLanes(spec) ? byFours(2 * spec.numExpertGroup()) : 0);
        return words * Integer.BYTES;
    }

    /** Whether some groups are not looked into. */
    static boolean groupsClose(GateSpec spec) {
        return spec.topkGroup() < spec.numExpertGroup();
    }

    /** Whether each lane has experts of one group, so that groups have a power of two of lanes. */
    boolean groupsFillLanes(GateSpec spec) {
        return lanes * keys == spec.numExperts() && run == keys && spec.groupSize() % keys == 0;
    }

    private static int byFours(int count) {
        return Math.ceilDiv(count, 4) * 4;
    }
}
