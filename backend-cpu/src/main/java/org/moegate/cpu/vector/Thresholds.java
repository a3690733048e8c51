package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;
import static org.moegate.cpu.vector.VectorWidth.ints;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * For each row a key that at least k of its keys reach, and usually few more. The keys are seen as a matrix with a few
 * vectors to a row: the maxima of its columns are themselves keys, so the k-th best maximum is such a threshold.
 */
final class Thresholds {

    private final int k;
    private final int columns;
    private final int paddedKeys;
    private final boolean sorted;
    private final int[] maxima;
    private final int[] thresholds;

    Thresholds(int numKeys, int k, int mostRows) {
        this.k = k;
        columns = columns(numKeys, k);
        paddedKeys = paddedKeys(numKeys, k);
        sorted = RowSorter.fits() && columns <= 2 * RowSorter.ROW;
        maxima = new int[mostRows * columns];
        thresholds = new int[mostRows];
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

    /** A row's threshold. */
    int of(int row) {
        return thresholds[row];
    }

    /** Lowers a row's threshold so far that every key but {@link OrderedKeys#NOTHING} reaches it. */
    void lower(int row) {
        thresholds[row] = OrderedKeys.NOTHING + 1;
    }

    /**
     * Finds the thresholds.
     *
     * @param keys rows with room for {@link #paddedKeys}
     * @param laneMaxima for each row the best key of each lane, over all of the row's vectors
     */
    void find(int rows, int[] keys, int[] laneMaxima) {
        if (columns == LANES) {
            System.arraycopy(laneMaxima, 0, maxima, 0, rows * LANES);
        } else {
            findMaxima(rows, keys);
        }
        if (sorted) {
            RowSorter.sort(rows * columns / RowSorter.ROW, maxima);
            if (columns > RowSorter.ROW) {
                RowSorter.mergePairs(rows, maxima);
            }
            for (int row = 0; row < rows; row++) {
                thresholds[row] = maxima[row * columns + k - 1];
            }
        } else {
            count(rows);
        }
    }

    private void findMaxima(int rows, int[] keys) {
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
    }

    /** The k-th best maximum is the best one that at least k maxima reach. */
    private void count(int rows) {
        for (int row = 0; row < rows; row++) {
            int first = row * columns;
            int threshold = OrderedKeys.NOTHING;
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
    }
}
