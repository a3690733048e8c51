package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;
import static org.moegate.cpu.vector.VectorWidth.ints;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.moegate.GateSpec;
import org.moegate.GroupScore;

/**
 * The score of each group of each row, as a key. First every group is folded into one vector of best keys and one of second
 * best. Then the upper half of all vectors is folded onto the lower half, and so on, each step halving the lanes that a group
 * still has, until each lane is a group.
 */
final class GroupScores {

    /** For each step of the fold, the lanes to exchange with. */
    private static final int[] PARTNERS = new int[LANES * Integer.numberOfTrailingZeros(LANES)];

    /** For each step of the fold, ones in the lanes that come to belong to the upper of the two vectors. */
    private static final int[] UPPER = new int[PARTNERS.length];

    static {
        for (int step = 0, distance = LANES / 2; distance > 0; step++, distance /= 2) {
            for (int lane = 0; lane < LANES; lane++) {
                PARTNERS[step * LANES + lane] = lane ^ distance;
                UPPER[step * LANES + lane] = (lane & distance) == 0 ? 0 : 1;
            }
        }
    }

    private final int numGroups;
    private final int groupSize;
    private final boolean onlyBest;
    private final int[] best;
    private final int[] second;
    private final int[] keys;

    /** What a key of a group's last vector may be at most: anything in the group, nothing behind it. */
    private final IntVector tailLimit;

    GroupScores(GateSpec spec, int mostRows, IntVector tailLimit) {
        numGroups = spec.numExpertGroup();
        groupSize = spec.groupSize();
        onlyBest = spec.groupScore() == GroupScore.MAX || groupSize == 1;
        this.tailLimit = tailLimit;
        int groups = VectorWidth.padded(mostRows * numGroups);
        best = new int[groups * LANES];
        second = new int[groups * LANES];
        keys = new int[groups + LANES];
    }

    /** The keys, the groups of a row one after the other and the rows likewise; a vector may be read from the last one on. */
    int[] keys() {
        return keys;
    }

    void find(int rows, int[] expertKeys, int rowStride) {
        int groups = VectorWidth.padded(rows * numGroups);
        foldGroups(rows, expertKeys, rowStride, groups / LANES);
        foldTogether(groups);
        score(groups);
    }

    /** Group i goes to the vector from which {@link #foldTogether} brings it to lane i. */
    private void foldGroups(int rows, int[] expertKeys, int rowStride, int tiles) {
        for (int row = 0; row < rows; row++) {
            for (int group = 0; group < numGroups; group++) {
                int first = row * rowStride + group * groupSize;
                int last = first + (groupSize - 1) / LANES * LANES;
                IntVector bestKeys = IntVector.fromArray(INTS, expertKeys, last).min(tailLimit);
                IntVector secondKeys = ints(OrderedKeys.NOTHING);
                for (int i = first; i < last; i += LANES) {
                    IntVector values = IntVector.fromArray(INTS, expertKeys, i);
                    secondKeys = secondKeys.max(bestKeys.min(values));
                    bestKeys = bestKeys.max(values);
                }
                int item = row * numGroups + group;
                int to = (item % LANES * tiles + item / LANES) * LANES;
                bestKeys.intoArray(best, to);
                secondKeys.intoArray(second, to);
            }
        }
    }

    @KernelMethod
    private void foldTogether(int groups) {
        int vectors = groups;
        for (int step = 0; step < PARTNERS.length; step += LANES) {
            vectors /= 2;
            IntVector partners = IntVector.fromArray(INTS, PARTNERS, step);
            VectorMask<Integer> upper = IntVector.fromArray(INTS, UPPER, step).compare(VectorOperators.NE, 0);
            int distance = vectors * LANES;
            for (int low = 0; low < distance; low += LANES) {
                int high = low + distance;
                IntVector lowBest = IntVector.fromArray(INTS, best, low);
                IntVector highBest = IntVector.fromArray(INTS, best, high);
                IntVector own = lowBest.blend(highBest, upper);
                IntVector other = partners.selectFrom(highBest.blend(lowBest, upper));
                own.max(other).intoArray(best, low);
                IntVector lowSecond = IntVector.fromArray(INTS, second, low);
                IntVector highSecond = IntVector.fromArray(INTS, second, high);
                IntVector ownSecond = lowSecond.blend(highSecond, upper);
                IntVector otherSecond = partners.selectFrom(highSecond.blend(lowSecond, upper));
                own.min(other).max(ownSecond).max(otherSecond).intoArray(second, low);
            }
        }
    }

    private void score(int groups) {
        for (int group = 0; group < groups; group += LANES) {
            IntVector bestKeys = IntVector.fromArray(INTS, best, group);
            if (onlyBest) {
                bestKeys.max(OrderedKeys.MASKED).intoArray(keys, group);
            } else {
                IntVector bestBits = bestKeys.sub(OrderedKeys.ABOVE_NAN);
                IntVector secondBits = IntVector.fromArray(INTS, second, group).sub(OrderedKeys.ABOVE_NAN);
                FloatVector bestChoices = bestBits.lanewise(
                                VectorOperators.XOR,
                                bestBits.lanewise(VectorOperators.ASHR, Integer.SIZE - 1)
                                        .lanewise(VectorOperators.AND, Integer.MAX_VALUE))
                        .reinterpretAsFloats();
                FloatVector secondChoices = secondBits
                        .lanewise(
                                VectorOperators.XOR,
                                secondBits
                                        .lanewise(VectorOperators.ASHR, Integer.SIZE - 1)
                                        .lanewise(VectorOperators.AND, Integer.MAX_VALUE))
                        .reinterpretAsFloats();
                IntVector sums = bestChoices.add(secondChoices).reinterpretAsInts();
                // a NaN here is that of a choice, or +∞ and −∞ in one group; it counts as −∞
                sums.lanewise(
                                VectorOperators.XOR,
                                sums.lanewise(VectorOperators.ASHR, Integer.SIZE - 1)
                                        .lanewise(VectorOperators.AND, Integer.MAX_VALUE))
                        .add(OrderedKeys.ABOVE_NAN)
                        .max(OrderedKeys.MASKED)
                        .intoArray(keys, group);
            }
        }
    }
}
