package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;
import static org.moegate.cpu.vector.VectorWidth.ints;

import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The best {@code k} of a row of keys, in falling order, of equal ones the lower index first.
 *
 * <p>The keys are seen as a matrix with a few vectors to a row. The maxima of its columns are themselves keys, so the k-th
 * best maximum is a threshold that at least k keys reach; usually few more do. One pass collects those candidates, and
 * counting how many candidates each one loses to gives every candidate's rank without a branch.
 */
final class KeySelector {

    /** With more candidates than this, counting is slower than insertion; only rows full of equal choices have so many. */
    private static final int MOST_COUNTED = 64;

    /** LANES ones, then LANES zeros; read at LANES − n it is a vector whose first n lanes are one. */
    private static final int[] STEP = step();

    private final int k;
    private final int columns;
    private final int paddedKeys;
    private final int[] maxima;
    private final int[] candidateIds;
    private final int[] candidateKeys;
    private final int[] ranks;
    private final int[] rankedIds;

    KeySelector(int numKeys, int k) {
        this.k = k;
        // two columns for each key wanted keep the threshold tight
        this.columns = VectorWidth.padded(Math.min(numKeys, Math.max(16, 2 * k)));
        this.paddedKeys = (numKeys + columns - 1) / columns * columns;
        this.maxima = new int[columns];
        this.candidateIds = new int[paddedKeys + LANES];
        this.candidateKeys = new int[paddedKeys + LANES];
        this.ranks = new int[paddedKeys + LANES];
        this.rankedIds = new int[paddedKeys + LANES];
    }

    /** The length the array of keys must have; behind the last key it holds {@link OrderedKeys#NOTHING}. */
    int paddedKeys() {
        return paddedKeys;
    }

    /** The index of the key that came in at each place; the first k count. */
    int[] rankedIds() {
        return rankedIds;
    }

    /** Ranks the best k; at least k keys must be above {@link OrderedKeys#NOTHING}. */
    @KernelMethod
    void select(int[] keys) {
        for (int column = 0; column < columns; column += LANES) {
            IntVector best = IntVector.fromArray(INTS, keys, column);
            for (int i = column + columns; i < paddedKeys; i += columns) {
                best = best.max(IntVector.fromArray(INTS, keys, i));
            }
            best.intoArray(maxima, column);
        }

        int threshold = OrderedKeys.NOTHING + 1;
        for (int column = 0; column < columns; column += LANES) {
            IntVector values = IntVector.fromArray(INTS, maxima, column);
            IntVector reachedBy = ints(0);
            for (int i = 0; i < columns; i++) {
                reachedBy = reachedBy.add(1, values.compare(VectorOperators.LE, maxima[i]));
            }
            int kth = ints(OrderedKeys.NOTHING)
                    .blend(values, reachedBy.compare(VectorOperators.GE, k))
                    .reduceLanes(VectorOperators.MAX);
            threshold = Math.max(threshold, kth);
        }

        int count = 0;
        IntVector ids = ints(0).addIndex(1);
        for (int i = 0; i < paddedKeys; i += LANES) {
            IntVector values = IntVector.fromArray(INTS, keys, i);
            VectorMask<Integer> reached = values.compare(VectorOperators.GE, threshold);
            values.compress(reached).intoArray(candidateKeys, count);
            ids.compress(reached).intoArray(candidateIds, count);
            count += reached.trueCount();
            ids = ids.add(LANES);
        }
        ints(OrderedKeys.NOTHING).intoArray(candidateKeys, count);

        if (count > LANES) {
            rankMany(count);
            return;
        }
        // candidate i ranks behind j if j's key is greater, or equal and j comes first
        IntVector values = IntVector.fromArray(INTS, candidateKeys, 0);
        IntVector rank = ints(0);
        for (int j = 0; j < LANES; j++) {
            IntVector needed = values.add(IntVector.fromArray(INTS, STEP, LANES - 1 - j));
            rank = rank.add(1, needed.compare(VectorOperators.LE, candidateKeys[j]));
        }
        rank.intoArray(ranks, 0);
        for (int i = 0; i < LANES; i++) {
            rankedIds[ranks[i]] = candidateIds[i];
        }
    }

    private void rankMany(int count) {
        if (count <= MOST_COUNTED) {
            rankByCounting(count);
        } else {
            rankByInsertion(count);
        }
    }

    private void rankByCounting(int count) {
        int padded = VectorWidth.padded(count);
        for (int first = 0; first < padded; first += LANES) {
            IntVector values = IntVector.fromArray(INTS, candidateKeys, first);
            IntVector rank = ints(0);
            for (int j = 0; j < padded; j++) {
                int notBehind = Math.max(0, Math.min(j + 1 - first, LANES));
                IntVector needed = values.add(IntVector.fromArray(INTS, STEP, LANES - notBehind));
                rank = rank.add(1, needed.compare(VectorOperators.LE, candidateKeys[j]));
            }
            rank.intoArray(ranks, first);
        }
        for (int i = 0; i < padded; i++) {
            rankedIds[ranks[i]] = candidateIds[i];
        }
    }

    private void rankByInsertion(int count) {
        int filled = 0;
        for (int i = 0; i < count; i++) {
            int key = candidateKeys[i];
            if (filled == k && key <= ranks[k - 1]) {
                continue;
            }
            int at = filled < k ? filled++ : k - 1;
            for (; at > 0 && key > ranks[at - 1]; at--) {
                ranks[at] = ranks[at - 1];
                rankedIds[at] = rankedIds[at - 1];
            }
            ranks[at] = key;
            rankedIds[at] = candidateIds[i];
        }
    }

    private static int[] step() {
        int[] step = new int[2 * LANES];
        Arrays.fill(step, 0, LANES, 1);
        return step;
    }
}
