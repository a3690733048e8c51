package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import jdk.incubator.vector.IntVector;

/**
 * The eight best keys of each lane, in falling order: eight new ones at a time are sorted by Batcher's odd-even merge network
 * of 19 exchanges; the better ones of them and of the best so far, reversed against each other, are a bitonic sequence that 12
 * exchanges sort. An exchange of two registers is a minimum and a maximum, for all lanes.
 */
final class LaneNetwork {

    /** Keys that are kept of each lane. */
    static final int BEST = 8;

    /** Vectors that hold what is found: the best ones, and behind them the best one of those that were left. */
    static final int FOUND = BEST + 1;

    private LaneNetwork() {}

    /** Vectors for so many columns, where the last ones have to be {@link OrderedKeys#NOTHING}. */
    static int padded(int count) {
        return (count + BEST - 1) / BEST * BEST;
    }

    /**
     * Finds them.
     *
     * @param columns holds a vector for each expert, or whatever else has a key
     * @param from index of the first one's first lane
     * @param count how many, a multiple of {@link #BEST}
     * @param found receives {@link #FOUND} vectors
     * @param to index of the first one's first lane
     */
    @KernelMethod
    static void find(int[] columns, int from, int count, int[] found, int to) {
        IntVector b0 = IntVector.broadcast(INTS, OrderedKeys.NOTHING);
        IntVector b1 = b0;
        IntVector b2 = b0;
        IntVector b3 = b0;
        IntVector b4 = b0;
        IntVector b5 = b0;
        IntVector b6 = b0;
        IntVector b7 = b0;
        IntVector left = b0;
        int end = from + count * LANES;
        for (int i = from; i < end; i += BEST * LANES) {
            IntVector n0 = IntVector.fromArray(INTS, columns, i);
            IntVector n1 = IntVector.fromArray(INTS, columns, i + LANES);
            IntVector n2 = IntVector.fromArray(INTS, columns, i + 2 * LANES);
            IntVector n3 = IntVector.fromArray(INTS, columns, i + 3 * LANES);
            IntVector n4 = IntVector.fromArray(INTS, columns, i + 4 * LANES);
            IntVector n5 = IntVector.fromArray(INTS, columns, i + 5 * LANES);
            IntVector n6 = IntVector.fromArray(INTS, columns, i + 6 * LANES);
            IntVector n7 = IntVector.fromArray(INTS, columns, i + 7 * LANES);
            IntVector less;
            less = n0.min(n1);
            n0 = n0.max(n1);
            n1 = less;
            less = n2.min(n3);
            n2 = n2.max(n3);
            n3 = less;
            less = n4.min(n5);
            n4 = n4.max(n5);
            n5 = less;
            less = n6.min(n7);
            n6 = n6.max(n7);
            n7 = less;
            less = n0.min(n2);
            n0 = n0.max(n2);
            n2 = less;
            less = n1.min(n3);
            n1 = n1.max(n3);
            n3 = less;
            less = n4.min(n6);
            n4 = n4.max(n6);
            n6 = less;
            less = n5.min(n7);
            n5 = n5.max(n7);
            n7 = less;
            less = n1.min(n2);
            n1 = n1.max(n2);
            n2 = less;
            less = n5.min(n6);
            n5 = n5.max(n6);
            n6 = less;
            less = n0.min(n4);
            n0 = n0.max(n4);
            n4 = less;
            less = n1.min(n5);
            n1 = n1.max(n5);
            n5 = less;
            less = n2.min(n6);
            n2 = n2.max(n6);
            n6 = less;
            less = n3.min(n7);
            n3 = n3.max(n7);
            n7 = less;
            less = n2.min(n4);
            n2 = n2.max(n4);
            n4 = less;
            less = n3.min(n5);
            n3 = n3.max(n5);
            n5 = less;
            less = n1.min(n2);
            n1 = n1.max(n2);
            n2 = less;
            less = n3.min(n4);
            n3 = n3.max(n4);
            n4 = less;
            less = n5.min(n6);
            n5 = n5.max(n6);
            n6 = less;
            left = left.max(b0.min(n7));
            b0 = b0.max(n7);
            left = left.max(b1.min(n6));
            b1 = b1.max(n6);
            left = left.max(b2.min(n5));
            b2 = b2.max(n5);
            left = left.max(b3.min(n4));
            b3 = b3.max(n4);
            left = left.max(b4.min(n3));
            b4 = b4.max(n3);
            left = left.max(b5.min(n2));
            b5 = b5.max(n2);
            left = left.max(b6.min(n1));
            b6 = b6.max(n1);
            left = left.max(b7.min(n0));
            b7 = b7.max(n0);
            less = b0.min(b4);
            b0 = b0.max(b4);
            b4 = less;
            less = b1.min(b5);
            b1 = b1.max(b5);
            b5 = less;
            less = b2.min(b6);
            b2 = b2.max(b6);
            b6 = less;
            less = b3.min(b7);
            b3 = b3.max(b7);
            b7 = less;
            less = b0.min(b2);
            b0 = b0.max(b2);
            b2 = less;
            less = b1.min(b3);
            b1 = b1.max(b3);
            b3 = less;
            less = b4.min(b6);
            b4 = b4.max(b6);
            b6 = less;
            less = b5.min(b7);
            b5 = b5.max(b7);
            b7 = less;
            less = b0.min(b1);
            b0 = b0.max(b1);
            b1 = less;
            less = b2.min(b3);
            b2 = b2.max(b3);
            b3 = less;
            less = b4.min(b5);
            b4 = b4.max(b5);
            b5 = less;
            less = b6.min(b7);
            b6 = b6.max(b7);
            b7 = less;
        }
        b0.intoArray(found, to);
        b1.intoArray(found, to + LANES);
        b2.intoArray(found, to + 2 * LANES);
        b3.intoArray(found, to + 3 * LANES);
        b4.intoArray(found, to + 4 * LANES);
        b5.intoArray(found, to + 5 * LANES);
        b6.intoArray(found, to + 6 * LANES);
        b7.intoArray(found, to + 7 * LANES);
        left.intoArray(found, to + BEST * LANES);
    }
}
