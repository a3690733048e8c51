package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;
import static org.moegate.cpu.vector.VectorWidth.ints;

import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.moegate.GateSpec;
import org.moegate.GroupScore;

/** Takes the experts of all but the best groups out of the running. */
final class GroupFilter {

    private final int numGroups;
    private final int kept;
    private final int groupSize;
    private final boolean onlyBest;
    private final int paddedGroups;
    private final KeySelector selector;
    private final int[] groupKeys;

    /** What a group's keys may be at most: anything if it is open, nothing if it is closed. */
    private final int[] limits;

    /** The lanes of a group's last vector. */
    private final VectorMask<Integer> tail;

    GroupFilter(GateSpec spec, int mostRows) {
        numGroups = spec.numExpertGroup();
        kept = spec.topkGroup();
        groupSize = spec.groupSize();
        onlyBest = spec.groupScore() == GroupScore.MAX || groupSize == 1;
        paddedGroups = KeySelector.paddedKeys(numGroups, kept);
        selector = new KeySelector(numGroups, kept, mostRows);
        groupKeys = new int[mostRows * paddedGroups];
        Arrays.fill(groupKeys, OrderedKeys.NOTHING);
        limits = new int[numGroups];
        tail = INTS.indexInRange(0, groupSize - (groupSize - 1) / LANES * LANES);
    }

    /** Takes the keys of closed groups away, in every row. */
    void closeOthers(int rows, int[] keys, int rowStride) {
        scoreGroups(rows, keys, rowStride);
        selector.select(rows, groupKeys);
        close(rows, keys, rowStride);
    }

    private void scoreGroups(int rows, int[] keys, int rowStride) {
        for (int row = 0; row < rows; row++) {
            for (int group = 0; group < numGroups; group++) {
                int first = row * rowStride + group * groupSize;
                int last = first + (groupSize - 1) / LANES * LANES;
                IntVector best = ints(OrderedKeys.NOTHING).blend(IntVector.fromArray(INTS, keys, last, tail), tail);
                IntVector second = ints(OrderedKeys.NOTHING);
                for (int i = first; i < last; i += LANES) {
                    IntVector values = IntVector.fromArray(INTS, keys, i);
                    second = second.max(best.min(values));
                    best = best.max(values);
                }
                int bestKey = best.reduceLanes(VectorOperators.MAX);
                int groupKey = bestKey;
                if (!onlyBest) {
                    // the runner-up is the best of the other lanes, or the second of the best one's lane
                    VectorMask<Integer> bestLanes = best.compare(VectorOperators.EQ, bestKey);
                    int others = best.blend(second, bestLanes).reduceLanes(VectorOperators.MAX);
                    int secondKey = bestLanes.trueCount() > 1 ? bestKey : others;
                    float sum = OrderedKeys.choice(bestKey) + OrderedKeys.choice(secondKey);
                    // a NaN here is +∞ and −∞ in one group
                    groupKey = OrderedKeys.of(sum > Float.NEGATIVE_INFINITY ? sum : Float.NEGATIVE_INFINITY);
                }
                groupKeys[row * paddedGroups + group] = groupKey;
            }
        }
    }

    private void close(int rows, int[] keys, int rowStride) {
        int[] rankedIds = selector.rankedIds();
        for (int row = 0; row < rows; row++) {
            Arrays.fill(limits, OrderedKeys.NOTHING);
            int ranked = selector.rankedAt(row);
            for (int place = 0; place < kept; place++) {
                limits[rankedIds[ranked + place]] = Integer.MAX_VALUE;
            }
            for (int group = 0; group < numGroups; group++) {
                int first = row * rowStride + group * groupSize;
                int last = first + (groupSize - 1) / LANES * LANES;
                for (int i = first; i < last; i += LANES) {
                    IntVector.fromArray(INTS, keys, i).min(limits[group]).intoArray(keys, i);
                }
                IntVector.fromArray(INTS, keys, last, tail).min(limits[group]).intoArray(keys, last, tail);
            }
        }
    }
}
