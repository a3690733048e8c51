package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

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
    private final int[] groupKeys;
    private final int paddedGroups;
    private final KeySelector selector;
    private final boolean[] open;

    GroupFilter(GateSpec spec, int mostRows) {
        numGroups = spec.numExpertGroup();
        kept = spec.topkGroup();
        groupSize = spec.groupSize();
        onlyBest = spec.groupScore() == GroupScore.MAX || groupSize == 1;
        paddedGroups = KeySelector.paddedKeys(numGroups, kept);
        selector = new KeySelector(numGroups, kept, mostRows);
        groupKeys = new int[mostRows * paddedGroups];
        Arrays.fill(groupKeys, OrderedKeys.NOTHING);
        open = new boolean[numGroups];
    }

    /** Takes the keys of closed groups away, in every row. */
    void closeOthers(int rows, int[] keys, int rowStride) {
        for (int row = 0; row < rows; row++) {
            for (int group = 0; group < numGroups; group++) {
                groupKeys[row * paddedGroups + group] = groupKey(keys, row * rowStride + group * groupSize);
            }
        }
        selector.select(rows, groupKeys);
        for (int row = 0; row < rows; row++) {
            close(row, keys, row * rowStride);
        }
    }

    private void close(int row, int[] keys, int at) {
        Arrays.fill(open, false);
        for (int place = 0; place < kept; place++) {
            open[selector.rankedIds()[selector.rankedAt(row) + place]] = true;
        }
        for (int group = 0; group < numGroups; group++) {
            if (!open[group]) {
                int first = at + group * groupSize;
                Arrays.fill(keys, first, first + groupSize, OrderedKeys.NOTHING);
            }
        }
    }

    private int groupKey(int[] keys, int first) {
        int end = first + groupSize;
        IntVector best = VectorWidth.ints(OrderedKeys.NOTHING);
        IntVector second = best;
        for (int i = first; i < end; i += LANES) {
            IntVector values = load(keys, i, end);
            second = second.max(best.min(values));
            best = best.max(values);
        }
        int bestKey = best.reduceLanes(VectorOperators.MAX);
        if (onlyBest) {
            return bestKey;
        }
        // the runner-up is the best of the other lanes, or the second of the best one's lane
        VectorMask<Integer> bestLanes = best.compare(VectorOperators.EQ, bestKey);
        int secondKey = bestLanes.trueCount() > 1
                ? bestKey
                : best.blend(second, bestLanes).reduceLanes(VectorOperators.MAX);
        float sum = OrderedKeys.choice(bestKey) + OrderedKeys.choice(secondKey);
        // +∞ and −∞ in one group
        return Float.isNaN(sum) ? OrderedKeys.MASKED : OrderedKeys.of(sum);
    }

    private static IntVector load(int[] keys, int i, int end) {
        if (i + LANES <= end) {
            return IntVector.fromArray(INTS, keys, i);
        }
        VectorMask<Integer> inside = INTS.indexInRange(i, end);
        return VectorWidth.ints(OrderedKeys.NOTHING).blend(IntVector.fromArray(INTS, keys, i, inside), inside);
    }
}
