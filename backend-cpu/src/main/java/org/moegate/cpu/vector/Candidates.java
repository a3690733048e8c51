package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The keys of each row that reach its threshold, with their indices and in the order of these. */
final class Candidates {

    /** Vectors of room behind a row's last candidate. */
    private static final int ROOM_BEHIND = 2;

    private final int paddedKeys;
    private final int room;
    private final int[] counts;
    private final int[] keys;
    private final int[] ids;

    Candidates(int paddedKeys, int mostRows) {
        this.paddedKeys = paddedKeys;
        room = paddedKeys + ROOM_BEHIND * LANES;
        counts = new int[mostRows];
        keys = new int[mostRows * room];
        ids = new int[mostRows * room];
    }

    /** How many a row has. */
    int count(int row) {
        return counts[row];
    }

    /** Where a row's first one lies. */
    int at(int row) {
        return row * room;
    }

    /** Their keys. So many keys as two vectors hold, behind a row's last one, equal that row's threshold. */
    int[] keys() {
        return keys;
    }

    /** Their indices. */
    int[] ids() {
        return ids;
    }

    /** Collects them in one pass without branches. */
    void collect(int rows, int[] allKeys, Thresholds thresholds) {
        for (int row = 0; row < rows; row++) {
            int from = row * paddedKeys;
            int to = row * room;
            IntVector threshold = IntVector.broadcast(INTS, thresholds.of(row));
            IntVector index = IntVector.broadcast(INTS, 0).addIndex(1);
            for (int i = 0; i < paddedKeys; i += LANES) {
                IntVector values = IntVector.fromArray(INTS, allKeys, from + i);
                VectorMask<Integer> reached = values.compare(VectorOperators.GE, threshold);
                values.compress(reached).intoArray(keys, to);
                index.compress(reached).intoArray(ids, to);
                to += reached.trueCount();
                index = index.add(LANES);
            }
            threshold.intoArray(keys, to);
            threshold.intoArray(keys, to + LANES);
            counts[row] = to - row * room;
        }
    }
}
