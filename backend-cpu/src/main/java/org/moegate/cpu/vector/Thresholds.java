package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * For each row a key that at least k of its keys reach, and usually few more. A row's keys are dealt out to a few more than k
 * sets, see {@link RowParts}: the best keys of the sets are themselves keys, so the k-th best of them is such a threshold.
 */
final class Thresholds {

    private final int k;
    private final int sets;
    private final boolean sorted;
    private final int[] thresholds;

    Thresholds(RowParts parts, int k, int mostRows) {
        this.k = k;
        sets = parts.sets();
        sorted = RowSorter.fits() && sets <= 2 * RowSorter.ROW;
        thresholds = new int[mostRows];
    }

    /** A row's threshold. */
    int of(int row) {
        return thresholds[row];
    }

    /** Lowers a row's threshold so far that every key but {@link OrderedKeys#NOTHING} reaches it. */
    void lower(int row) {
        thresholds[row] = OrderedKeys.NOTHING + 1;
    }

    /** Finds the thresholds; brings the maxima into another order. */
    void find(int rows, int[] maxima) {
        if (sorted) {
            RowSorter.sort(rows * sets / RowSorter.ROW, maxima);
            if (sets > RowSorter.ROW) {
                RowSorter.mergePairs(rows, maxima);
            }
            for (int row = 0; row < rows; row++) {
                thresholds[row] = maxima[row * sets + k - 1];
            }
        } else {
            count(rows, maxima);
        }
    }

    /** The k-th best maximum is the best one that at least k maxima reach. */
    private void count(int rows, int[] maxima) {
        for (int row = 0; row < rows; row++) {
            int first = row * sets;
            int threshold = OrderedKeys.NOTHING;
            for (int set = 0; set < sets; set += LANES) {
                IntVector values = IntVector.fromArray(INTS, maxima, first + set);
                IntVector reachedBy = IntVector.broadcast(INTS, 0);
                for (int i = first; i < first + sets; i++) {
                    reachedBy = reachedBy.add(1, values.compare(VectorOperators.LE, maxima[i]));
                }
                int kth = IntVector.broadcast(INTS, OrderedKeys.NOTHING)
                        .blend(values, reachedBy.compare(VectorOperators.GE, k))
                        .reduceLanes(VectorOperators.MAX);
                threshold = Math.max(threshold, kth);
            }
            thresholds[row] = threshold;
        }
    }
}
