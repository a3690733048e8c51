package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * For each row a key that at least k of its keys reach, and usually few more. A row's keys are dealt out to a few more than k
 * sets, see {@link RowParts}: the best keys of the sets are themselves keys, so the k-th best of them is such a threshold.
 */
final class Thresholds {

    private final int k;
    private final int sets;
    private final boolean sorted;
    private final @Nullable BestColumns columns;
    private final int[] thresholds;

    Thresholds(RowParts parts, int k, int mostRows) {
        this.k = k;
        sets = parts.sets();
        sorted = RowSorter.fits() && sets <= 2 * RowSorter.ROW;
        columns = BestColumns.suits(k) ? new BestColumns(sets, k - 1, k) : null;
        thresholds = new int[VectorWidth.padded(mostRows)];
    }

    /** A row's threshold. */
    int of(int row) {
        return thresholds[row];
    }

    /** Those of all rows, in whole vectors. */
    int[] all() {
        return thresholds;
    }

    /** Lowers a row's threshold so far that every key but {@link OrderedKeys#NOTHING} reaches it. */
    void lower(int row) {
        thresholds[row] = OrderedKeys.NOTHING + 1;
    }

    /** Finds the thresholds; brings the maxima into another order. */
    void find(int rows, int[] maxima) {
        if (columns != null && BestColumns.pays(rows)) {
            findByColumns(columns, rows, maxima);
        } else if (sorted) {
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

    /** See {@link VectorRowRouter#rehearse}. */
    void rehearse(boolean atWork) {
        if (columns != null) {
            columns.rehearse(atWork);
        }
    }

    private void findByColumns(BestColumns best, int rows, int[] maxima) {
        for (int first = 0; first < rows; first += LANES) {
            for (int row = first; row < Math.min(first + LANES, rows); row++) {
                best.fill(row - first, maxima, row * sets);
            }
            best.find();
            System.arraycopy(best.best(), (k - 1) * LANES, thresholds, first, LANES);
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
