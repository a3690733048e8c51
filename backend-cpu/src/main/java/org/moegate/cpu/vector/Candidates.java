package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The keys of each row that reach its threshold, with their indices and in the order of these. */
final class Candidates {

    /** Whether registers are long enough for {@link IntVector#compress} to be one instruction, as it is with AVX-512. */
    private static final boolean COMPRESSED = LANES >= 16;

    /** Of 64 keys, more are seldom candidates. */
    private static final int IN_ANY_CASE = 8;

    /** A room is a multiple of this, as {@link RowSorter} and {@link CandidateColumns} take so many at a time. */
    private static final int PLACES = 16;

    /** For up to so many experts there are more sets of keys than two for each, which keeps candidates few. */
    static final int FEW = 21;

    private final int numKeys;
    private final int room;
    private final int stride;
    private final int[] counts;
    private final int[] keys;
    private final int[] ids;

    /**
     * Room for a few rows' candidates.
     *
     * @param numKeys keys in a row, a multiple of the bits in a long
     * @param k how many are wanted of a row
     */
    Candidates(int numKeys, int k, int mostRows) {
        this.numKeys = numKeys;
        room = room(k);
        stride = numKeys + room + Math.max(LANES, IN_ANY_CASE);
        counts = new int[mostRows];
        keys = new int[mostRows * stride];
        ids = new int[mostRows * stride];
    }

    /** Places that the candidates for k experts seldom exceed: a multiple of {@value #PLACES}. */
    static int room(int k) {
        int most = k <= FEW ? 3 * k / 2 : 2 * k;
        return (most + PLACES - 1) / PLACES * PLACES;
    }

    /** The same for those wanted here. */
    int room() {
        return room;
    }

    /** How many a row has. */
    int count(int row) {
        return counts[row];
    }

    /** Where a row's first one lies. */
    int at(int row) {
        return row * stride;
    }

    /** Their keys. Those behind a row's last one, up to {@link #room}, equal that row's threshold. */
    int[] keys() {
        return keys;
    }

    /** Their indices. */
    int[] ids() {
        return ids;
    }

    /** Collects them. */
    void collect(int rows, int[] allKeys, Thresholds thresholds) {
        if (COMPRESSED) {
            compressIds(rows, allKeys, thresholds);
        } else {
            listIds(rows, allKeys, thresholds);
        }
        lookUpKeys(rows, allKeys, thresholds);
    }

    /** Without a branch. */
    private void compressIds(int rows, int[] allKeys, Thresholds thresholds) {
        for (int row = 0; row < rows; row++) {
            int from = row * numKeys;
            int to = row * stride;
            IntVector threshold = IntVector.broadcast(INTS, thresholds.of(row));
            IntVector id = IntVector.broadcast(INTS, 0).addIndex(1);
            for (int i = 0; i < numKeys; i += LANES) {
                VectorMask<Integer> reached =
                        IntVector.fromArray(INTS, allKeys, from + i).compare(VectorOperators.GE, threshold);
                id.compress(reached).intoArray(ids, to);
                to += reached.trueCount();
                id = id.add(LANES);
            }
            counts[row] = to - row * stride;
        }
    }

    /**
     * Makes a long of each 64 comparisons and lists its ones, the first few of them in any case, as most longs have no more:
     * what is listed too much is overwritten, or lies behind the last one.
     */
    private void listIds(int rows, int[] allKeys, Thresholds thresholds) {
        for (int row = 0; row < rows; row++) {
            int from = row * numKeys;
            int to = row * stride;
            IntVector threshold = IntVector.broadcast(INTS, thresholds.of(row));
            for (int i = 0; i < numKeys; i += Long.SIZE) {
                long reached = 0;
                for (int lanes = 0; lanes < Long.SIZE; lanes += LANES) {
                    reached |= IntVector.fromArray(INTS, allKeys, from + i + lanes)
                                    .compare(VectorOperators.GE, threshold)
                                    .toLong()
                            << lanes;
                }
                long rest = reached;
                for (int place = 0; place < IN_ANY_CASE; place++) {
                    ids[to + place] = i + Long.numberOfTrailingZeros(rest);
                    rest &= rest - 1;
                }
                int count = Long.bitCount(reached);
                for (int place = IN_ANY_CASE; place < count; place++) {
                    ids[to + place] = i + Long.numberOfTrailingZeros(rest);
                    rest &= rest - 1;
                }
                to += count;
            }
            counts[row] = to - row * stride;
        }
    }

    private void lookUpKeys(int rows, int[] allKeys, Thresholds thresholds) {
        for (int row = 0; row < rows; row++) {
            int at = row * stride;
            int count = counts[row];
            for (int place = 0; place < count; place++) {
                keys[at + place] = allKeys[row * numKeys + ids[at + place]];
            }
            for (int place = count; place < room; place++) {
                keys[at + place] = thresholds.of(row);
            }
        }
    }
}
