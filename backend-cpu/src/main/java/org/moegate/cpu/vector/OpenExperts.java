package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;
import static org.moegate.cpu.vector.VectorWidth.STEP;

import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.moegate.GateSpec;

/** The experts of the best groups alone, of each row, closed up so that nobody looks at the others again. */
final class OpenExperts {

    private final int numGroups;
    private final int kept;
    private final int groupSize;
    private final RowParts parts;
    private final int allStride;
    private final int stride;
    private final int rankStride;
    private final int groupStride;
    private final GroupScores scores;
    private final int[] ranks;
    private final int[] groups;
    private final int[] keys;
    private final int[] groupPlaces;
    private final int[] groupOffsets;
    private final int[] laneMaxima;

    /** What keys may be at most, for any vector of a group and for its last one, where nothing may follow the group. */
    private final int[] limits = new int[2 * LANES];

    /**
     * Room for a few rows.
     *
     * @param parts of a row of open experts, each of which gets maxima of its own
     * @param allStride elements from one row of all experts' keys to the next
     */
    OpenExperts(GateSpec spec, int mostRows, RowParts parts, int allStride) {
        numGroups = spec.numExpertGroup();
        kept = spec.topkGroup();
        groupSize = spec.groupSize();
        this.parts = parts;
        this.allStride = allStride;
        stride = parts.width();
        rankStride = VectorWidth.padded(numGroups);
        groupStride = kept + LANES;
        ranks = new int[mostRows * rankStride];
        groups = new int[mostRows * groupStride];
        keys = new int[mostRows * stride + LANES];
        Arrays.fill(keys, OrderedKeys.NOTHING);
        groupPlaces = new int[kept * groupSize];
        Arrays.setAll(groupPlaces, place -> place / groupSize);
        groupOffsets = new int[kept * groupSize];
        Arrays.setAll(groupOffsets, place -> place % groupSize);
        laneMaxima = new int[mostRows * parts.sets()];

        Arrays.fill(limits, Integer.MAX_VALUE);
        Arrays.fill(limits, LANES + groupSize - (groupSize - 1) / LANES * LANES, 2 * LANES, OrderedKeys.NOTHING);
        scores = new GroupScores(spec, allStride, mostRows, limits);
    }

    /** Whether a gate closes groups, so that not all experts are open. */
    static boolean areFewer(GateSpec spec) {
        return spec.topkGroup() < spec.numExpertGroup();
    }

    /** The keys of a row's open experts, in the order of their ids, and {@link OrderedKeys#NOTHING} behind them. */
    int[] keys() {
        return keys;
    }

    /** Whose key one of a row's is. */
    int id(int row, int place) {
        return groups[row * groupStride + groupPlaces[place]] * groupSize + groupOffsets[place];
    }

    /** Turns places among the open experts into ids. */
    void identify(int rows, RankedIds ranked) {
        int[] ids = ranked.ids();
        for (int column = 0; column < ranked.k(); column++) {
            for (int row = 0; row < rows; row++) {
                int at = ranked.at(row) + column;
                ids[at] = id(row, ids[at]);
            }
        }
    }

    /** For each part of each row the best key of each lane; see {@link RowParts}. */
    int[] laneMaxima() {
        return laneMaxima;
    }

    /**
     * Finds them.
     *
     * @param allKeys rows of all experts' keys; a vector's length behind the last row may be read, and does not matter
     */
    void find(int rows, int[] allKeys) {
        scores.find(rows, allKeys);
        rankGroups(rows);
        listGroups(rows);
        for (int row = 0; row < rows; row++) {
            closeUp(row, allKeys);
        }
        parts.findMaxima(rows, keys, laneMaxima);
    }

    /**
     * Counts the groups before each one: j is before i if its key is greater, or equal and j comes first. Rows are the inner
     * loop, as what a loop checks before it starts is then checked less often.
     */
    private void rankGroups(int rows) {
        int[] groupKeys = scores.keys();
        Arrays.fill(ranks, 0, rows * rankStride, 0);
        for (int lanes = 0; lanes < numGroups; lanes += LANES) {
            for (int j = 0; j < numGroups; j++) {
                int notBehind = Math.max(0, Math.min(j + 1 - lanes, LANES));
                IntVector step = IntVector.fromArray(INTS, STEP, LANES - notBehind);
                for (int row = 0; row < rows; row++) {
                    int first = row * numGroups;
                    int at = row * rankStride + lanes;
                    VectorMask<Integer> before = IntVector.fromArray(INTS, groupKeys, first + lanes)
                            .add(step)
                            .compare(VectorOperators.LE, groupKeys[first + j]);
                    IntVector.fromArray(INTS, ranks, at).add(1, before).intoArray(ranks, at);
                }
            }
        }
    }

    /** The groups with few enough before them, in the order of their indices. */
    private void listGroups(int rows) {
        for (int row = 0; row < rows; row++) {
            int to = row * groupStride;
            for (int lanes = 0; lanes < numGroups; lanes += LANES) {
                IntVector index = IntVector.broadcast(INTS, lanes).addIndex(1);
                VectorMask<Integer> open = IntVector.fromArray(INTS, ranks, row * rankStride + lanes)
                        .compare(VectorOperators.LT, kept)
                        .and(index.compare(VectorOperators.LT, numGroups));
                index.compress(open).intoArray(groups, to);
                to += open.trueCount();
            }
        }
    }

    /**
     * Copies the groups' last vectors before the others: they reach into the next group, which is still to be written, or
     * behind the row's last expert, where their limit makes them nothing.
     */
    private void closeUp(int row, int[] allKeys) {
        int last = (groupSize - 1) / LANES * LANES;
        for (int i = last; i >= 0; i -= LANES) {
            IntVector limit = IntVector.fromArray(INTS, limits, i == last ? LANES : 0);
            int listed = row * groupStride;
            int from = row * allStride + i;
            int to = row * stride + i;
            for (int place = 0; place < kept; place++) {
                IntVector.fromArray(INTS, allKeys, from + groups[listed + place] * groupSize)
                        .min(limit)
                        .intoArray(keys, to + place * groupSize);
            }
        }
    }
}
