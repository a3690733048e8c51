package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.LANES;

import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;
import org.moegate.reference.ReferenceGate;

/**
 * Routes sixteen scored rows at once, each in a lane of its own: the steps of a choice wait for each other, but no lane waits
 * for another. Keys are sorted as 32-bit numbers that hold the expert too, which leaves a few rows undecided; those that
 * {@link LaneChoice} cannot decide are routed by the reference.
 */
final class LaneRouter {

    /** Of more, turning them all costs more than finding the few that can be chosen, see {@link WideRouter}. */
    private static final int MOST_EXPERTS = 512;

    /**
     * Lanes cost the same however many are filled: with fewer rows than these, and one more for every
     * {@value #EXPERTS_A_ROW} experts, {@link WideRouter} is faster.
     */
    private static final int FEWEST_ROWS = 6;

    private static final int EXPERTS_A_ROW = 64;

    private static final long ALL_LANES = (1L << LaneTiles.ROWS) - 1;

    private static final int REGISTER_BITS = LaneTiles.ROWS * Integer.SIZE;

    private final int topk;
    private final int fewestRows;
    private final int width;
    private final int scoreStride;
    private final int indexMask;
    private final int[] columns;
    private final int[] found = new int[LaneNetwork.FOUND * LANES];
    private final int[] ids;
    private final int[] weights;
    private final @Nullable LaneGroups groups;
    private final LaneChoice choice;
    private final LaneWeights laneWeights;
    private final LaneRows laneRows;
    private final ReferenceGate reference;

    LaneRouter(GateSpec spec, int scoreStride) {
        topk = spec.topk();
        fewestRows = fewestRows(spec.numExperts());
        width = VectorWidth.padded(spec.numExperts());
        this.scoreStride = scoreStride;
        indexMask = PackedKeys.indexMask(width);
        columns = new int[width * LANES];
        ids = new int[LaneRows.padded(topk) * LANES];
        weights = new int[ids.length];
        groups = OpenExperts.areFewer(spec) ? new LaneGroups(spec, scoreStride, indexMask) : null;
        choice = new LaneChoice(spec, scoreStride, indexMask);
        laneWeights = new LaneWeights(spec, scoreStride);
        laneRows = new LaneRows(topk);
        reference = new ReferenceGate(spec);
    }

    /** Whether lanes suit a gate: found out without touching a vector. */
    static boolean suits(GateSpec spec) {
        return misfit(spec).isEmpty();
    }

    /** Why lanes do not suit a gate; empty where they do. */
    static String misfit(GateSpec spec) {
        if (VectorBits.inUse() != REGISTER_BITS) {
            return "vectors have " + VectorBits.inUse() + " bits (must have " + REGISTER_BITS + ")";
        }
        if (spec.numRoutedTopk() > LaneNetwork.BEST) {
            return routedTopk(spec);
        }
        if (spec.numExperts() > MOST_EXPERTS) {
            return numExperts(spec);
        }
        return OpenExperts.areFewer(spec) ? LaneGroups.misfit(spec) : "";
    }

    /** Why lanes suit a gate, where they do. */
    static String fit(GateSpec spec) {
        return "vectors have " + REGISTER_BITS + " bits, " + numExperts(spec) + ", " + routedTopk(spec);
    }

    private static String numExperts(GateSpec spec) {
        return "num_experts = " + spec.numExperts() + " (at most " + MOST_EXPERTS + ")";
    }

    private static String routedTopk(GateSpec spec) {
        return "routed topk = " + spec.numRoutedTopk() + " (at most " + LaneNetwork.BEST + ")";
    }

    /** The fewest rows for which this pays. */
    static int fewestRows(int numExperts) {
        return FEWEST_ROWS + VectorWidth.padded(numExperts) / EXPERTS_A_ROW;
    }

    /** The same for this gate. */
    int fewestRows() {
        return fewestRows;
    }

    /**
     * See {@link VectorRowRouter#rehearse}.
     *
     * @param atWork whether loops shall run
     * @param scores has room for {@link LaneTiles#ROWS}
     * @param bias likewise for the experts
     * @param topkIds receives something, as in {@link #route}
     * @param topkWeights likewise
     */
    void rehearse(boolean atWork, float[] scores, float[] bias, int[] topkIds, float[] topkWeights) {
        int used = atWork ? LANES : 0;
        LaneTiles.turn(scores, scoreStride, bias, used, indexMask, columns);
        LaneNetwork.find(columns, 0, used, found, 0);
        laneRows.rehearse(ids);
        if (atWork) {
            chooseAndStore(ALL_LANES, scores, bias, topkIds, topkWeights);
        }
    }

    /**
     * Routes rows.
     *
     * @param rows at most {@link LaneTiles#ROWS}
     * @param scores holds room for that many, and the scored ones first
     * @param bias the bias, and behind it a vector's length of −∞
     * @param topkIds has room for that many rows, and a vector's length more
     * @param topkWeights likewise
     */
    void route(int rows, float[] scores, float[] bias, int[] topkIds, float[] topkWeights) {
        LaneTiles.turn(scores, scoreStride, bias, width, indexMask, columns);
        long lanes = (1L << rows) - 1;
        long unsure = 0;
        if (groups == null) {
            LaneNetwork.find(columns, 0, width, found, 0);
        } else {
            unsure = groups.find(columns, scores, bias, found);
        }
        unsure |= chooseAndStore(lanes, scores, bias, topkIds, topkWeights);
        for (long rest = lanes & unsure; rest != 0; rest &= rest - 1) {
            int row = Long.numberOfTrailingZeros(rest);
            reference.routeScored(scores, row * scoreStride, bias, topkIds, topkWeights, row * topk);
        }
    }

    private long chooseAndStore(long lanes, float[] scores, float[] bias, int[] topkIds, float[] topkWeights) {
        long unsure = choice.choose(lanes, found, scores, bias, ids);
        laneWeights.weigh(scores, ids, weights);
        laneRows.store(ids, weights, topkIds, topkWeights);
        return unsure;
    }
}
