package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Ranks a row's candidates, as many as one or two registers hold, by sorting them. Each lane holds how far a key lies above
 * the row's threshold and, in its lowest bits, the candidate's place counted from the end, so that equal keys keep their
 * order and the sorted lanes tell where they came from. Distances that leave no room for the place are rare: the best choice
 * must be some hundred times the threshold, or of another sign.
 */
final class CandidateSort {

    /** With more to choose, two registers do not hold most rows' candidates. */
    static final int MOST = Candidates.FEW;

    private final int k;
    private final int capacity;
    private final int placeBits;
    private final Candidates candidates;
    private final RankedIds ranked;
    private final boolean[] sortable;
    private final int[] packed;

    CandidateSort(Candidates candidates, RankedIds ranked, int mostRows) {
        this.k = ranked.k();
        this.capacity = candidates.room();
        this.placeBits = Integer.numberOfTrailingZeros(capacity);
        this.candidates = candidates;
        this.ranked = ranked;
        sortable = new boolean[mostRows];
        packed = new int[mostRows * capacity];
    }

    /** Whether rows with k experts chosen can be ranked so. */
    static boolean suits(int k) {
        return RowSorter.fits() && k <= MOST;
    }

    /** Whether the last call ranked a row. */
    boolean hasRanked(int row) {
        return sortable[row];
    }

    /** Ranks those rows that can be ranked so. */
    void rank(int rows, Thresholds thresholds) {
        pack(rows, thresholds);
        RowSorter.sort(rows * capacity / RowSorter.ROW, packed);
        if (capacity > RowSorter.ROW) {
            RowSorter.mergePairs(rows, packed);
        }
        unpack(rows);
    }

    /** What follows the candidates is as far off as the worst of them can be, and further behind: it sorts last. */
    private void pack(int rows, Thresholds thresholds) {
        int[] keys = candidates.keys();
        int mostBits = Integer.SIZE - 1 - placeBits;
        for (int place = 0; place < capacity; place += LANES) {
            IntVector placeFromEnd = IntVector.broadcast(INTS, capacity - 1 - place)
                    .sub(IntVector.broadcast(INTS, 0).addIndex(1));
            for (int row = 0; row < rows; row++) {
                IntVector distance = IntVector.fromArray(INTS, keys, candidates.at(row) + place)
                        .sub(thresholds.of(row));
                boolean tooFar = distance.lanewise(VectorOperators.LSHR, mostBits)
                        .compare(VectorOperators.NE, 0)
                        .anyTrue();
                sortable[row] = candidates.count(row) <= capacity && !tooFar && (place == 0 || sortable[row]);
                distance.lanewise(VectorOperators.LSHL, placeBits)
                        .lanewise(VectorOperators.OR, placeFromEnd)
                        .intoArray(packed, row * capacity + place);
            }
        }
    }

    private void unpack(int rows) {
        int[] ids = candidates.ids();
        int second = capacity - LANES;
        for (int column = 0; column < k; column += LANES) {
            VectorMask<Integer> chosen = INTS.indexInRange(column, k);
            for (int row = 0; row < rows; row++) {
                int at = candidates.at(row);
                // all but the lowest bits fall away when lanes are selected
                IntVector places = IntVector.fromArray(INTS, packed, row * capacity + column)
                        .not();
                IntVector best = places.selectFrom(
                        IntVector.fromArray(INTS, ids, at), IntVector.fromArray(INTS, ids, at + second));
                IntVector.broadcast(INTS, ranked.filler())
                        .blend(best, chosen)
                        .intoArray(ranked.ids(), ranked.at(row) + column);
            }
        }
    }
}
