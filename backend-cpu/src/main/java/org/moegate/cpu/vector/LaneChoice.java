package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * From the best packed keys of each lane to experts. Those whose keys differ in no more than the index are put in order by
 * their choices. A lane is unsure where one of them was left out, or one of the best is masked.
 */
final class LaneChoice {

    private final int k;
    private final int scoreStride;
    private final int indexMask;

    LaneChoice(int k, int scoreStride, int indexMask) {
        this.k = k;
        this.scoreStride = scoreStride;
        this.indexMask = indexMask;
    }

    /**
     * Chooses.
     *
     * @param found {@link LaneNetwork#FOUND} vectors
     * @param scores holds the rows' scores
     * @param bias the bias
     * @param ids receives {@link LaneNetwork#BEST} vectors of experts, of which the first k count
     * @return a bit for each unsure lane
     */
    long choose(int[] found, float[] scores, float[] bias, int[] ids) {
        IntVector before = IntVector.broadcast(INTS, Integer.MAX_VALUE);
        VectorMask<Integer> tied = INTS.maskAll(false);
        for (int i = 0; i < LaneNetwork.BEST * LANES; i += LANES) {
            IntVector packed = IntVector.fromArray(INTS, found, i);
            packed.not().lanewise(VectorOperators.AND, indexMask).intoArray(ids, i);
            IntVector key = packed.lanewise(VectorOperators.OR, indexMask);
            tied = tied.or(key.compare(VectorOperators.EQ, before));
            before = key;
        }
        for (long lanes = tied.toLong(); lanes != 0; lanes &= lanes - 1) {
            sort(Long.numberOfTrailingZeros(lanes), scores, bias, ids);
        }
        IntVector last = IntVector.fromArray(INTS, found, (k - 1) * LANES).lanewise(VectorOperators.OR, indexMask);
        IntVector left =
                IntVector.fromArray(INTS, found, LaneNetwork.BEST * LANES).lanewise(VectorOperators.OR, indexMask);
        return last.compare(VectorOperators.LE, left)
                .or(last.compare(VectorOperators.LE, OrderedKeys.MASKED | indexMask))
                .toLong();
    }

    /** By insertion, and without vectors because few lanes need it. */
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
}
