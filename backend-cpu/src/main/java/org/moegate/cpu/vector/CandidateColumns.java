package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** {@link CandidateSort} for many rows at once, each in a lane, and for registers of any length and any number to choose. */
final class CandidateColumns {

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
            long tooFar = pack(thresholds.all(), first);
            columns.find();
            for (int lane = 0; lane < count; lane++) {
                int row = first + lane;
                sortable[row] = candidates.count(row) <= room && (tooFar >> lane & 1) == 0;
                unpack(row, lane);
            }
        }
    }

    /** A bit for each lane with keys that are too far apart. What follows the candidates sorts last. */
    private long pack(int[] thresholds, int first) {
        IntVector threshold = IntVector.fromArray(INTS, thresholds, first);
        int[] packed = columns.columns();
        int placeBits = Integer.bitCount(placeMask);
        IntVector farthest = IntVector.broadcast(INTS, 0);
        for (int place = 0; place < room; place++) {
            IntVector distance =
                    IntVector.fromArray(INTS, packed, place * LANES).sub(threshold);
            farthest = farthest.lanewise(VectorOperators.OR, distance);
            distance.lanewise(VectorOperators.LSHL, placeBits)
                    .lanewise(VectorOperators.OR, placeMask - place)
                    .intoArray(packed, place * LANES);
        }
        return farthest.lanewise(VectorOperators.LSHR, Integer.SIZE - 1 - placeBits)
                .compare(VectorOperators.NE, 0)
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
