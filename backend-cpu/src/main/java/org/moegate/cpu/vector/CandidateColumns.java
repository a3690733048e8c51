package org.moegate.cpu.vector;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.OR;
import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import jdk.incubator.vector.IntVector;

/** {@link CandidateSort} for many rows at once, each in a lane, and for registers of any length and any number to choose. */
final class CandidateColumns {

    /** Places that {@link #pack} takes at a time, of which a room is a multiple. */
    private static final int UNROLLED = 8;

    private final int k;
    private final int room;
    private final int placeMask;
    private final Candidates candidates;
    private final RankedIds ranked;
    private final BestColumns columns;
    private final boolean[] sortable;

    CandidateColumns(Candidates candidates, RankedIds ranked, int mostRows) {
        k = ranked.k();
        room = candidates.room();
        placeMask = PackedKeys.indexMask(room);
        this.candidates = candidates;
        this.ranked = ranked;
        columns = new BestColumns(room, 0, k);
        sortable = new boolean[mostRows];
    }

    /** Whether the last call ranked a row. */
    boolean hasRanked(int row) {
        return sortable[row];
    }

    /** Ranks those rows that can be ranked so. */
    void rank(int rows, Thresholds thresholds) {
        for (int first = 0; first < rows; first += LANES) {
            int count = Math.min(LANES, rows - first);
            for (int lane = 0; lane < count; lane++) {
                columns.fill(lane, candidates.keys(), candidates.at(first + lane));
            }
            long tooFar = pack(thresholds.all(), first, columns.columns(), room, placeMask);
            columns.find();
            for (int lane = 0; lane < count; lane++) {
                int row = first + lane;
                sortable[row] = candidates.count(row) <= room && (tooFar >> lane & 1) == 0;
                unpack(row, lane);
            }
        }
    }

    /** A bit for each lane with keys that are too far apart. What follows the candidates sorts last. */
    @KernelMethod
    private static long pack(int[] thresholds, int first, int[] columns, int room, int placeMask) {
        int placeBits = Integer.bitCount(placeMask);
        IntVector threshold = IntVector.fromArray(INTS, thresholds, first);
        IntVector farthest = IntVector.broadcast(INTS, 0);
        for (int place = 0; place < room; place += UNROLLED) {
            int at = place * LANES;
            int last = placeMask - place;
            IntVector d0 = IntVector.fromArray(INTS, columns, at).sub(threshold);
            IntVector d1 = IntVector.fromArray(INTS, columns, at + LANES).sub(threshold);
            IntVector d2 = IntVector.fromArray(INTS, columns, at + 2 * LANES).sub(threshold);
            IntVector d3 = IntVector.fromArray(INTS, columns, at + 3 * LANES).sub(threshold);
            IntVector d4 = IntVector.fromArray(INTS, columns, at + 4 * LANES).sub(threshold);
            IntVector d5 = IntVector.fromArray(INTS, columns, at + 5 * LANES).sub(threshold);
            IntVector d6 = IntVector.fromArray(INTS, columns, at + 6 * LANES).sub(threshold);
            IntVector d7 = IntVector.fromArray(INTS, columns, at + 7 * LANES).sub(threshold);
            farthest = farthest.lanewise(OR, d0)
                    .lanewise(OR, d1)
                    .lanewise(OR, d2)
                    .lanewise(OR, d3)
                    .lanewise(OR, d4)
                    .lanewise(OR, d5)
                    .lanewise(OR, d6)
                    .lanewise(OR, d7);
            d0.lanewise(LSHL, placeBits).lanewise(OR, last).intoArray(columns, at);
            d1.lanewise(LSHL, placeBits).lanewise(OR, last - 1).intoArray(columns, at + LANES);
            d2.lanewise(LSHL, placeBits).lanewise(OR, last - 2).intoArray(columns, at + 2 * LANES);
            d3.lanewise(LSHL, placeBits).lanewise(OR, last - 3).intoArray(columns, at + 3 * LANES);
            d4.lanewise(LSHL, placeBits).lanewise(OR, last - 4).intoArray(columns, at + 4 * LANES);
            d5.lanewise(LSHL, placeBits).lanewise(OR, last - 5).intoArray(columns, at + 5 * LANES);
            d6.lanewise(LSHL, placeBits).lanewise(OR, last - 6).intoArray(columns, at + 6 * LANES);
            d7.lanewise(LSHL, placeBits).lanewise(OR, last - 7).intoArray(columns, at + 7 * LANES);
        }
        return farthest.lanewise(LSHR, Integer.SIZE - 1 - placeBits)
                .compare(NE, 0)
                .toLong();
    }

    private void unpack(int row, int lane) {
        int[] best = columns.best();
        int[] from = candidates.ids();
        int[] to = ranked.ids();
        int fromAt = candidates.at(row);
        int toAt = ranked.at(row);
        for (int column = 0; column < k; column++) {
            to[toAt + column] = from[fromAt + (~best[column * LANES + lane] & placeMask)];
        }
    }
}
