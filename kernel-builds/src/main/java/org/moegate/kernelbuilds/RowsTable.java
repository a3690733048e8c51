package org.moegate.kernelbuilds;

import java.util.List;
import java.util.Optional;
import org.moegate.GateSpec;
import org.moegate.ScoringFunc;

/**
 * Which gates get the kernels of {@code rows.h}, and how these run on a GPU with warps of 32. This is the only place that
 * decides; docs/cuda.md has the measurements.
 */
public final class RowsTable {

    /** A lane has a bit an expert, in a word of 32. */
    private static final int MOST_KEYS = 32;

    private static final int MOST_EXPERTS = RowsLayout.WARP_SIZE * MOST_KEYS;

    /** Candidates are ranked by comparing each with each. */
    private static final int MOST_ROUTED = 64;

    /** So are groups. */
    private static final int MOST_GROUPS = 256;

    /** From here on a row has a whole warp; below, several rows share one. */
    private static final int EXPERTS_FOR_A_WARP = 65;

    private static final int EXPERTS_FOR_HALF_A_WARP = 33;

    /** From here on lanes that have experts side by side would touch too many lines of the cache at once. */
    private static final int KEYS_FOR_RUNS = 16;

    /** Experts of one load. */
    private static final int RUN = 4;

    private static final int MOST_SPLIT_WARPS = 8;

    /** While the device is not full, more warps a row help; one in each of a multiprocessor's four quarters fills it. */
    private static final int SPLIT_ROWS_A_MULTIPROCESSOR = 4;

    private RowsTable() {}

    /**
     * What the kernels take, and whether the gate is within it.
     *
     * @param spec the gate
     * @return all limits
     */
    public static List<Limit> limits(GateSpec spec) {
        return List.of(
                Limit.atMost("num_experts", spec.numExperts(), MOST_EXPERTS),
                Limit.atMost("num_expert_group", spec.numExpertGroup(), MOST_GROUPS),
                Limit.atMost("routed topk", spec.numRoutedTopk(), MOST_ROUTED));
    }

    /**
     * How the kernels lay out a gate's rows.
     *
     * @param spec the gate
     * @return empty where it gets none of them
     */
    public static Optional<RowsLayout> layout(GateSpec spec) {
        return limits(spec).stream().allMatch(Limit::holds) ? Optional.of(fittingLayout(spec)) : Optional.empty();
    }

    private static RowsLayout fittingLayout(GateSpec spec) {
        int warp = RowsLayout.WARP_SIZE;
        int experts = spec.numExperts();
        int lanes = experts >= EXPERTS_FOR_A_WARP ? warp : experts >= EXPERTS_FOR_HALF_A_WARP ? 16 : 8;
        // the bound on candidates comes from a lane for each that is chosen
        while (lanes < warp && lanes < spec.numRoutedTopk()) {
            lanes *= 2;
        }
        int keys = Math.ceilDiv(experts, lanes);
        int run = keys;
        // groups want their experts side by side
        if (keys >= KEYS_FOR_RUNS && !RowsLayout.groupsClose(spec)) {
            keys = Math.ceilDiv(keys, RUN) * RUN;
            run = RUN;
        }
        return new RowsLayout(lanes, keys, run, lanes == 16 ? 8 : 4, lanes == warp ? splitWarps(keys) : 1);
    }

    /** All threads score as many experts, of one run. */
    private static int splitWarps(int keys) {
        int warps = Math.min(keys, MOST_SPLIT_WARPS);
        while (keys % warps != 0) {
            warps--;
        }
        return warps;
    }

    /**
     * Up to how many tokens a row gets a block of warps that score it together.
     *
     * @param layout the gate's
     * @param multiprocessors how many the device has
     * @return 0 for never
     */
    public static int mostSplitTokens(RowsLayout layout, int multiprocessors) {
        return layout.splitWarps() == 1 ? 0 : SPLIT_ROWS_A_MULTIPROCESSOR * multiprocessors;
    }

    /**
     * To how many warps of {@code route_rows} on a multiprocessor its registers are to be fit. Warps wait for memory most of the
     * time, so there are many, and fewer where lanes have much to keep.
     *
     * @param spec the gate
     * @param layout the gate's
     * @param computeCapability of an NVIDIA device, such as 90 for 9.0
     * @return a multiple of the layout's warps
     */
    public static int warpsAtOnce(GateSpec spec, RowsLayout layout, int computeCapability) {
        return Math.min(warpsByKeys(spec, layout), mostWarps(computeCapability));
    }

    private static int warpsByKeys(GateSpec spec, RowsLayout layout) {
        int keys = layout.keys();
        // softmax adds up more than one partial sum in a lane where several rows share a warp
        boolean sumsInLanes = spec.scoringFunc() == ScoringFunc.SOFTMAX && layout.lanes() < RowsLayout.WARP_SIZE;
        if (keys <= 5 && !sumsInLanes) {
            return 64;
        }
        return keys <= 8 ? 48 : keys <= 16 ? 40 : 24;
    }

    /** All that a multiprocessor holds where that was found to pay, elsewhere fewer. */
    private static int mostWarps(int computeCapability) {
        return switch (computeCapability) {
            case 90 -> 64;
            case 75 -> 32;
            default -> 40;
        };
    }
}
