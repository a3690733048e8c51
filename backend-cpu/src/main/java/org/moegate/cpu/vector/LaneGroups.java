package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.FLOATS;
import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.moegate.GateSpec;
import org.moegate.GroupScore;

/**
 * The best packed keys of each lane's open groups. The best ones of every group come first: two of them give the group its
 * score, and those of the best groups are all that can be chosen. A lane is unsure where packed keys do not tell which two they
 * are, or which groups.
 */
final class LaneGroups {

    private final int numGroups;
    private final int kept;
    private final int groupSize;
    private final boolean onlyBest;
    private final int indexMask;
    private final int groupMask;
    private final int[] lanePlaces = new int[LANES];

    /** {@link LaneNetwork#FOUND} vectors for each group. */
    private final int[] found;

    private final int[] bestIds = new int[LANES];
    private final int[] secondIds = new int[LANES];
    private final int[] bestPlaces = new int[LANES];
    private final int[] secondPlaces = new int[LANES];
    private final int[] groupKeys;
    private final int[] bestGroups = new int[LaneNetwork.FOUND * LANES];

    /** {@link LaneNetwork#BEST} vectors for each group. */
    private final int[] open;

    LaneGroups(GateSpec spec, int scoreStride, int indexMask) {
        numGroups = spec.numExpertGroup();
        kept = spec.topkGroup();
        groupSize = spec.groupSize();
        onlyBest = spec.groupScore() == GroupScore.MAX;
        this.indexMask = indexMask;
        groupMask = PackedKeys.indexMask(numGroups);
        Arrays.setAll(lanePlaces, lane -> lane * scoreStride);
        found = new int[numGroups * LaneNetwork.FOUND * LANES];
        groupKeys = new int[LaneNetwork.padded(numGroups) * LANES];
        Arrays.fill(groupKeys, OrderedKeys.NOTHING);
        open = new int[numGroups * LaneNetwork.BEST * LANES];
    }

    /** Why the network cannot keep these groups, each of which must fill whole tiles; empty where it can. */
    static String misfit(GateSpec spec) {
        if (spec.groupSize() % LaneTiles.ROWS != 0) {
            return "groups of " + spec.groupSize() + " (must be a multiple of " + LaneTiles.ROWS + ")";
        }
        return spec.topkGroup() > LaneNetwork.BEST
                ? "topk_group = " + spec.topkGroup() + " (at most " + LaneNetwork.BEST + ")"
                : "";
    }

    /**
     * Finds them.
     *
     * @param columns a vector of packed keys for each expert
     * @param scores holds the rows' scores
     * @param bias the bias
     * @param best receives {@link LaneNetwork#FOUND} vectors
     * @return a bit for each unsure lane
     */
    long find(int[] columns, float[] scores, float[] bias, int[] best) {
        for (int group = 0; group < numGroups; group++) {
            LaneNetwork.find(columns, group * groupSize * LANES, groupSize, found, group * LaneNetwork.FOUND * LANES);
        }
        long unsure = score(scores, bias);
        LaneNetwork.find(groupKeys, 0, groupKeys.length / LANES, bestGroups, 0);
        unsure |= close();
        LaneNetwork.find(open, 0, open.length / LANES, best, 0);
        addLeft(best);
        return unsure;
    }

    @KernelMethod
    private long score(float[] scores, float[] bias) {
        IntVector lanePlace = IntVector.fromArray(INTS, lanePlaces, 0);
        VectorMask<Integer> unsure = INTS.maskAll(false);
        for (int group = 0; group < numGroups; group++) {
            int at = group * LaneNetwork.FOUND * LANES;
            IntVector best = IntVector.fromArray(INTS, found, at);
            IntVector second = IntVector.fromArray(INTS, found, at + LANES);
            IntVector third = IntVector.fromArray(INTS, found, at + 2 * LANES);
            unsure = unsure.or(second.lanewise(VectorOperators.OR, indexMask)
                    .compare(VectorOperators.LE, third.lanewise(VectorOperators.OR, indexMask)));
            IntVector bestId = best.not().lanewise(VectorOperators.AND, indexMask);
            IntVector secondId = second.not().lanewise(VectorOperators.AND, indexMask);
            bestId.intoArray(bestIds, 0);
            secondId.intoArray(secondIds, 0);
            bestId.add(lanePlace).intoArray(bestPlaces, 0);
            secondId.add(lanePlace).intoArray(secondPlaces, 0);
            FloatVector bestChoice = FloatVector.fromArray(FLOATS, scores, 0, bestPlaces, 0)
                    .add(FloatVector.fromArray(FLOATS, bias, 0, bestIds, 0));
            FloatVector secondChoice = FloatVector.fromArray(FLOATS, scores, 0, secondPlaces, 0)
                    .add(FloatVector.fromArray(FLOATS, bias, 0, secondIds, 0));
            FloatVector groupScore = onlyBest
                    ? bestChoice.blend(secondChoice, secondChoice.compare(VectorOperators.GT, bestChoice))
                    : bestChoice.add(secondChoice);
            IntVector bits = groupScore.reinterpretAsInts();
            // a NaN here is that of a choice, or +∞ and −∞ in one group; it counts as −∞
            bits.lanewise(
                            VectorOperators.XOR,
                            bits.lanewise(VectorOperators.ASHR, Integer.SIZE - 1)
                                    .lanewise(VectorOperators.AND, Integer.MAX_VALUE))
                    .add(OrderedKeys.ABOVE_NAN)
                    .max(OrderedKeys.MASKED)
                    .lanewise(VectorOperators.AND, ~groupMask)
                    .lanewise(VectorOperators.OR, groupMask - group)
                    .intoArray(groupKeys, group * LANES);
        }
        return unsure.toLong();
    }

    /** Leaves nothing of the groups that are not among the best. */
    private long close() {
        IntVector last = IntVector.fromArray(INTS, bestGroups, (kept - 1) * LANES);
        IntVector nothing = IntVector.broadcast(INTS, OrderedKeys.NOTHING);
        for (int group = 0; group < numGroups; group++) {
            VectorMask<Integer> closed =
                    IntVector.fromArray(INTS, groupKeys, group * LANES).compare(VectorOperators.LT, last);
            int from = group * LaneNetwork.FOUND * LANES;
            int to = group * LaneNetwork.BEST * LANES;
            for (int i = 0; i < LaneNetwork.BEST * LANES; i += LANES) {
                IntVector.fromArray(INTS, found, from + i)
                        .blend(nothing, closed)
                        .intoArray(open, to + i);
            }
            int left = from + LaneNetwork.BEST * LANES;
            IntVector.fromArray(INTS, found, left).blend(nothing, closed).intoArray(found, left);
        }
        IntVector next = IntVector.fromArray(INTS, bestGroups, kept * LANES);
        return last.lanewise(VectorOperators.OR, groupMask)
                .compare(VectorOperators.LE, next.lanewise(VectorOperators.OR, groupMask))
                .toLong();
    }

    /** What the open groups left counts among what was left of them all. */
    private void addLeft(int[] best) {
        int left = LaneNetwork.BEST * LANES;
        IntVector most = IntVector.fromArray(INTS, best, left);
        for (int group = 0; group < numGroups; group++) {
            most = most.max(IntVector.fromArray(INTS, found, group * LaneNetwork.FOUND * LANES + left));
        }
        most.intoArray(best, left);
    }
}
