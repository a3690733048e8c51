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
    private final int room;
    private final int[] maxima;
    private final int[] thresholds;
    private final int[] counts;
    private final int[] candidateIds;
    private final int[] candidateKeys;
    private final int[] ranks;
    private final int[] rankedIds;

    KeySelector(int numKeys, int k, int mostRows) {
        this.k = k;
        this.columns = columns(numKeys, k);
        this.paddedKeys = paddedKeys(numKeys, k);
        this.room = paddedKeys + LANES;
        this.maxima = new int[mostRows * columns];
        this.thresholds = new int[mostRows];
        this.counts = new int[mostRows];
        this.candidateIds = new int[mostRows * room];
        this.candidateKeys = new int[mostRows * room];
        this.ranks = new int[mostRows * room];
        this.rankedIds = new int[mostRows * room];
    }

    /** Two columns for each key wanted keep the threshold tight. */
    private static int columns(int numKeys, int k) {
        return VectorWidth.padded(Math.min(numKeys, Math.max(16, 2 * k)));
    }

    /** The room a row of keys must have; behind its last key it holds {@link OrderedKeys#NOTHING}. */
    static int paddedKeys(int numKeys, int k) {
        int columns = columns(numKeys, k);
        return (numKeys + columns - 1) / columns * columns;
    }

    /** The indices of the best keys, in falling order of key; a row's k lie from {@link #rankedAt} on. */
    int[] rankedIds() {
        return rankedIds;
    }

    /** Where a row's best key's index lies. */
    int rankedAt(int row) {
        return row * room;
    }

    /** Ranks the best k of each row; at least k keys of it must be above {@link OrderedKeys#NOTHING}. */
    @KernelMethod
    void select(int rows, int[] keys) {
        if (paddedKeys == LANES) {
            // one vector: all of it are candidates
            for (int row = 0; row < rows; row++) {
                IntVector.fromArray(INTS, keys, row * LANES).intoArray(candidateKeys, row * room);
                ints(0).addIndex(1).intoArray(candidateIds, row * room);
                counts[row] = LANES;
            }
            rank(rows);
            return;
        }
        for (int row = 0; row < rows; row++) {
            int end = (row + 1) * paddedKeys;
            for (int column = 0; column < columns; column += LANES) {
                int from = row * paddedKeys + column;
                IntVector best = IntVector.fromArray(INTS, keys, from);
                for (int i = from + columns; i < end; i += columns) {
                    best = best.max(IntVector.fromArray(INTS, keys, i));
                }
                best.intoArray(maxima, row * columns + column);
            }
        }

        for (int row = 0; row < rows; row++) {
            int first = row * columns;
            int threshold = OrderedKeys.NOTHING + 1;
            for (int column = 0; column < columns; column += LANES) {
                IntVector values = IntVector.fromArray(INTS, maxima, first + column);
                IntVector reachedBy = ints(0);
                for (int i = first; i < first + columns; i++) {
                    reachedBy = reachedBy.add(1, values.compare(VectorOperators.LE, maxima[i]));
                }
                int kth = ints(OrderedKeys.NOTHING)
                        .blend(values, reachedBy.compare(VectorOperators.GE, k))
                        .reduceLanes(VectorOperators.MAX);
                threshold = Math.max(threshold, kth);
            }
            thresholds[row] = threshold;
        }

        for (int row = 0; row < rows; row++) {
            int from = row * paddedKeys;
            int to = row * room;
            int threshold = thresholds[row];
            IntVector ids = ints(0).addIndex(1);
            for (int i = 0; i < paddedKeys; i += LANES) {
                IntVector values = IntVector.fromArray(INTS, keys, from + i);
                VectorMask<Integer> reached = values.compare(VectorOperators.GE, threshold);
                values.compress(reached).intoArray(candidateKeys, to);
                ids.compress(reached).intoArray(candidateIds, to);
                to += reached.trueCount();
                ids = ids.add(LANES);
            }
            ints(OrderedKeys.NOTHING).intoArray(candidateKeys, to);
            counts[row] = to - row * room;
        }
        rank(rows);
    }

    /** Candidate i ranks behind j if j's key is greater, or equal and j comes first. */
    private void rank(int rows) {
        for (int row = 0; row < rows; row++) {
            int first = row * room;
            if (counts[row] > LANES) {
                rankMany(first, counts[row]);
                continue;
            }
            IntVector values = IntVector.fromArray(INTS, candidateKeys, first);
            IntVector rank = ints(0);
            for (int j = 0; j < LANES; j++) {
                IntVector needed = values.add(IntVector.fromArray(INTS, STEP, LANES - 1 - j));
                rank = rank.add(1, needed.compare(VectorOperators.LE, candidateKeys[first + j]));
            }
            rank.intoArray(ranks, first);
        }

        for (int row = 0; row < rows; row++) {
            int first = row * room;
            for (int i = 0; i < LANES && counts[row] <= LANES; i++) {
                rankedIds[first + ranks[first + i]] = candidateIds[first + i];
            }
        }
    }

    private void rankMany(int first, int count) {
        if (count <= MOST_COUNTED) {
            rankByCounting(first, count);
        } else {
            rankByInsertion(first, count);
        }
    }

    private void rankByCounting(int first, int count) {
        int padded = VectorWidth.padded(count);
        for (int lanes = 0; lanes < padded; lanes += LANES) {
            IntVector values = IntVector.fromArray(INTS, candidateKeys, first + lanes);
            IntVector rank = ints(0);
            for (int j = 0; j < padded; j++) {
                int notBehind = Math.max(0, Math.min(j + 1 - lanes, LANES));
                IntVector needed = values.add(IntVector.fromArray(INTS, STEP, LANES - notBehind));
                rank = rank.add(1, needed.compare(VectorOperators.LE, candidateKeys[first + j]));
            }
            rank.intoArray(ranks, first + lanes);
        }
        for (int i = first; i < first + padded; i++) {
            rankedIds[first + ranks[i]] = candidateIds[i];
        }
    }

    private void rankByInsertion(int first, int count) {
        int filled = first;
        int end = first + k;
        for (int i = first; i < first + count; i++) {
            int key = candidateKeys[i];
            if (filled == end && key <= ranks[end - 1]) {
                continue;
            }
            int at = filled < end ? filled++ : end - 1;
            for (; at > first && key > ranks[at - 1]; at--) {
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
