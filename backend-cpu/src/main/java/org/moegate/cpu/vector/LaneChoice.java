package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.moegate.GateSpec;

/**
 * From the best packed keys of each lane to experts. Where keys differ in no more than the index, true choices decide: among
 * the best ones by putting them in order, and where one of them was left out by a search of the row. Both are done without
 * vectors, as few lanes need them.
 */
final class LaneChoice {

    private final int k;
    private final int numExperts;
    private final boolean closedGroups;
    private final int scoreStride;
    private final int indexMask;
    private final float[] bestChoices;

    LaneChoice(GateSpec spec, int scoreStride, int indexMask) {
        k = spec.numRoutedTopk();
        numExperts = spec.numExperts();
        closedGroups = OpenExperts.areFewer(spec);
        this.scoreStride = scoreStride;
        this.indexMask = indexMask;
        bestChoices = new float[k];
    }

    /**
     * Chooses.
     *
     * @param lanes a bit for each lane that counts
     * @param found {@link LaneNetwork#FOUND} vectors
     * @param scores holds the rows' scores
     * @param bias the bias
     * @param ids receives {@link LaneNetwork#BEST} vectors of experts, of which the first k count
     * @return a bit for each lane that is still unsure: a masked expert is among its best ones, or one was left out that may or
     *     may not belong to an open group
     */
    long choose(long lanes, int[] found, float[] scores, float[] bias, int[] ids) {
        IntVector before = IntVector.broadcast(INTS, Integer.MAX_VALUE);
        VectorMask<Integer> tied = INTS.maskAll(false);
        for (int i = 0; i < LaneNetwork.BEST * LANES; i += LANES) {
            IntVector packed = IntVector.fromArray(INTS, found, i);
            packed.not().lanewise(VectorOperators.AND, indexMask).intoArray(ids, i);
            IntVector key = packed.lanewise(VectorOperators.OR, indexMask);
            tied = tied.or(key.compare(VectorOperators.EQ, before));
            before = key;
        }
        int lastAt = (k - 1) * LANES;
        IntVector last = IntVector.fromArray(INTS, found, lastAt).lanewise(VectorOperators.OR, indexMask);
        IntVector left =
                IntVector.fromArray(INTS, found, LaneNetwork.BEST * LANES).lanewise(VectorOperators.OR, indexMask);
        long masked = lanes
                & last.compare(VectorOperators.LE, OrderedKeys.MASKED | indexMask)
                        .toLong();
        long leftOut = lanes & ~masked & last.compare(VectorOperators.LE, left).toLong();
        long decided = lanes & ~masked & ~leftOut;
        for (long rest = decided & tied.toLong(); rest != 0; rest &= rest - 1) {
            sort(Long.numberOfTrailingZeros(rest), scores, bias, ids);
        }
        if (closedGroups) {
            return masked | leftOut;
        }
        for (long rest = leftOut; rest != 0; rest &= rest - 1) {
            int lane = Long.numberOfTrailingZeros(rest);
            search(lane, found[lastAt + lane] & ~indexMask, scores, bias, ids);
        }
        return masked;
    }

    /** By insertion. */
    private void sort(int lane, float[] scores, float[] bias, int[] ids) {
        int row = lane * scoreStride;
        for (int i = lane + LANES; i < LaneNetwork.BEST * LANES; i += LANES) {
            int id = ids[i];
            float choice = scores[row + id] + bias[id];
            int at = i;
            for (; at >= LANES && choice > scores[row + ids[at - LANES]] + bias[ids[at - LANES]]; at -= LANES) {
                ids[at] = ids[at - LANES];
            }
            ids[at] = id;
        }
    }

    /** By insertion too, of all experts whose keys are no worse than the worst of the best packed ones can be. */
    private void search(int lane, int lowestKey, float[] scores, float[] bias, int[] ids) {
        float lowest = OrderedKeys.choice(lowestKey);
        int row = lane * scoreStride;
        int filled = 0;
        for (int id = 0; id < numExperts; id++) {
            float choice = scores[row + id] + bias[id];
            boolean canBeBest = choice >= lowest && (filled < k || choice > bestChoices[k - 1]);
            if (!canBeBest) {
                continue;
            }
            int place = filled < k ? filled++ : k - 1;
            for (; place > 0 && choice > bestChoices[place - 1]; place--) {
                bestChoices[place] = bestChoices[place - 1];
                ids[place * LANES + lane] = ids[(place - 1) * LANES + lane];
            }
            bestChoices[place] = choice;
            ids[place * LANES + lane] = id;
        }
    }
}
