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

    /** From so many keys on, it is faster to look up those of the candidates than to collect them with their indices. */
    private static final int MANY_KEYS = 768;

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

    /** Their keys. Those behind a row's last one, in its first two vectors, equal that row's threshold. */
    int[] keys() {
        return keys;
    }

    /** Their indices. */
    int[] ids() {
        return ids;
    }

    /** Collects them in one pass without branches. */
    void collect(int rows, int[] allKeys, Thresholds thresholds) {
        if (paddedKeys < MANY_KEYS) {
            collectWithKeys(rows, allKeys, thresholds);
        } else {
            collectIndices(rows, allKeys, thresholds);
            lookUpKeys(rows, allKeys, thresholds);
        }
    }

    private void collectWithKeys(int rows, int[] allKeys, Thresholds thresholds) {
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

    private void collectIndices(int rows, int[] allKeys, Thresholds thresholds) {
        for (int row = 0; row < rows; row++) {
            int from = row * paddedKeys;
            int to = row * room;
            IntVector threshold = IntVector.broadcast(INTS, thresholds.of(row));
            IntVector index = IntVector.broadcast(INTS, 0).addIndex(1);
            for (int i = 0; i < paddedKeys; i += LANES) {
                VectorMask<Integer> reached =
                        IntVector.fromArray(INTS, allKeys, from + i).compare(VectorOperators.GE, threshold);
                index.compress(reached).intoArray(ids, to);
                to += reached.trueCount();
                index = index.add(LANES);
            }
            counts[row] = to - row * room;
        }
    }

    /** What lies behind a row's last index is an index too, if not one of its candidates. */
    private void lookUpKeys(int rows, int[] allKeys, Thresholds thresholds) {
        for (int row = 0; row < rows; row++) {
            int at = row * room;
            int count = counts[row];
            IntVector threshold = IntVector.broadcast(INTS, thresholds.of(row));
            for (int i = 0; i < Math.max(count, ROOM_BEHIND * LANES); i += LANES) {
                VectorMask<Integer> collected =
                        IntVector.broadcast(INTS, i).addIndex(1).compare(VectorOperators.LT, count);
                threshold
                        .blend(IntVector.fromArray(INTS, allKeys, row * paddedKeys, ids, at + i), collected)
                        .intoArray(keys, at + i);
            }
        }
    }
}
