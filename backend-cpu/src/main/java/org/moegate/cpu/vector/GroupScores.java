package org.moegate.cpu.vector;

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

    /** Where in the rows of experts' keys a group starts. */
    private final int[] firsts;

    private final int[] limits;

    /**
     * Room for a few rows.
     *
     * @param rowStride elements from one row of experts' keys to the next
     * @param limits holds, as its second vector, what the keys of a group's last vector may be at most
     */
    GroupScores(GateSpec spec, int rowStride, int mostRows, int[] limits) {
        numGroups = spec.numExpertGroup();
        groupSize = spec.groupSize();
        onlyBest = spec.groupScore() == GroupScore.MAX || groupSize == 1;
        this.limits = limits;
        int groups = VectorWidth.padded(mostRows * numGroups);
        best = new int[groups * LANES];
        second = new int[groups * LANES];
        keys = new int[groups + LANES];
        firsts = new int[mostRows * numGroups];
        Arrays.setAll(firsts, group -> group / numGroups * rowStride + group % numGroups * groupSize);
    }

    /** The keys, the groups of a row one after the other and the rows likewise; a vector may be read from the last one on. */
    int[] keys() {
        return keys;
    }

    void find(int rows, int[] expertKeys) {
        int groups = rows * numGroups;
        int lanes = VectorWidth.padded(groups);
        foldGroups(groups, expertKeys, lanes / LANES);
        foldTogether(lanes);
        score(lanes);
    }

    /** Group i goes to the vector from which {@link #foldTogether} brings it to lane i. */
    private void foldGroups(int groups, int[] expertKeys, int tiles) {
        int last = (groupSize - 1) / LANES * LANES;
        IntVector tailLimit = IntVector.fromArray(INTS, limits, LANES);
        for (int group = 0; group < groups; group++) {
            int to = (group % LANES * tiles + group / LANES) * LANES;
            IntVector values =
                    IntVector.fromArray(INTS, expertKeys, firsts[group] + last).min(tailLimit);
            IntVector others = last == 0
                    ? IntVector.broadcast(INTS, OrderedKeys.NOTHING)
                    : IntVector.fromArray(INTS, expertKeys, firsts[group] + last - LANES);
            values.max(others).intoArray(best, to);
            values.min(others).intoArray(second, to);
        }
        for (int i = last - 2 * LANES; i >= 0; i -= LANES) {
            for (int group = 0; group < groups; group++) {
                int to = (group % LANES * tiles + group / LANES) * LANES;
                IntVector values = IntVector.fromArray(INTS, expertKeys, firsts[group] + i);
                IntVector bestKeys = IntVector.fromArray(INTS, best, to);
                IntVector.fromArray(INTS, second, to).max(bestKeys.min(values)).intoArray(second, to);
                bestKeys.max(values).intoArray(best, to);
            }
        }
    }

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
