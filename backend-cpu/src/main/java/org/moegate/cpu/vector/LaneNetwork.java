package org.moegate.cpu.vector;

import static jdk.incubator.vector.VectorOperators.XOR;
import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import jdk.incubator.vector.IntVector;

/**
 * The eight best keys of each lane, in falling order: eight new ones at a time are sorted by Batcher's odd-even merge network
 * of 19 exchanges; the better ones of them and of the best so far, reversed against each other, are a bitonic sequence that 12
 * exchanges sort. An exchange of two registers is a maximum, for all lanes, and what is left of the two when the maximum is
 * taken out of them by exclusive or: that is one instruction of the three, and unlike a minimum it can run beside a maximum.
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
            IntVector more;
            more = n0.max(n1);
            n1 = n0.lanewise(XOR, n1).lanewise(XOR, more);
            n0 = more;
            more = n2.max(n3);
            n3 = n2.lanewise(XOR, n3).lanewise(XOR, more);
            n2 = more;
            more = n4.max(n5);
            n5 = n4.lanewise(XOR, n5).lanewise(XOR, more);
            n4 = more;
            more = n6.max(n7);
            n7 = n6.lanewise(XOR, n7).lanewise(XOR, more);
            n6 = more;
            more = n0.max(n2);
            n2 = n0.lanewise(XOR, n2).lanewise(XOR, more);
            n0 = more;
            more = n1.max(n3);
            n3 = n1.lanewise(XOR, n3).lanewise(XOR, more);
            n1 = more;
            more = n4.max(n6);
            n6 = n4.lanewise(XOR, n6).lanewise(XOR, more);
            n4 = more;
            more = n5.max(n7);
            n7 = n5.lanewise(XOR, n7).lanewise(XOR, more);
            n5 = more;
            more = n1.max(n2);
            n2 = n1.lanewise(XOR, n2).lanewise(XOR, more);
            n1 = more;
            more = n5.max(n6);
            n6 = n5.lanewise(XOR, n6).lanewise(XOR, more);
            n5 = more;
            more = n0.max(n4);
            n4 = n0.lanewise(XOR, n4).lanewise(XOR, more);
            n0 = more;
            more = n1.max(n5);
            n5 = n1.lanewise(XOR, n5).lanewise(XOR, more);
            n1 = more;
            more = n2.max(n6);
            n6 = n2.lanewise(XOR, n6).lanewise(XOR, more);
            n2 = more;
            more = n3.max(n7);
            n7 = n3.lanewise(XOR, n7).lanewise(XOR, more);
            n3 = more;
            more = n2.max(n4);
            n4 = n2.lanewise(XOR, n4).lanewise(XOR, more);
            n2 = more;
            more = n3.max(n5);
            n5 = n3.lanewise(XOR, n5).lanewise(XOR, more);
            n3 = more;
            more = n1.max(n2);
            n2 = n1.lanewise(XOR, n2).lanewise(XOR, more);
            n1 = more;
            more = n3.max(n4);
            n4 = n3.lanewise(XOR, n4).lanewise(XOR, more);
            n3 = more;
            more = n5.max(n6);
            n6 = n5.lanewise(XOR, n6).lanewise(XOR, more);
            n5 = more;
            more = b0.max(n7);
            left = left.max(b0.lanewise(XOR, n7).lanewise(XOR, more));
            b0 = more;
            more = b1.max(n6);
            left = left.max(b1.lanewise(XOR, n6).lanewise(XOR, more));
            b1 = more;
            more = b2.max(n5);
            left = left.max(b2.lanewise(XOR, n5).lanewise(XOR, more));
            b2 = more;
            more = b3.max(n4);
            left = left.max(b3.lanewise(XOR, n4).lanewise(XOR, more));
            b3 = more;
            more = b4.max(n3);
            left = left.max(b4.lanewise(XOR, n3).lanewise(XOR, more));
            b4 = more;
            more = b5.max(n2);
            left = left.max(b5.lanewise(XOR, n2).lanewise(XOR, more));
            b5 = more;
            more = b6.max(n1);
            left = left.max(b6.lanewise(XOR, n1).lanewise(XOR, more));
            b6 = more;
            more = b7.max(n0);
            left = left.max(b7.lanewise(XOR, n0).lanewise(XOR, more));
            b7 = more;
            more = b0.max(b4);
            b4 = b0.lanewise(XOR, b4).lanewise(XOR, more);
            b0 = more;
            more = b1.max(b5);
            b5 = b1.lanewise(XOR, b5).lanewise(XOR, more);
            b1 = more;
            more = b2.max(b6);
            b6 = b2.lanewise(XOR, b6).lanewise(XOR, more);
            b2 = more;
            more = b3.max(b7);
            b7 = b3.lanewise(XOR, b7).lanewise(XOR, more);
            b3 = more;
            more = b0.max(b2);
            b2 = b0.lanewise(XOR, b2).lanewise(XOR, more);
            b0 = more;
            more = b1.max(b3);
            b3 = b1.lanewise(XOR, b3).lanewise(XOR, more);
            b1 = more;
            more = b4.max(b6);
            b6 = b4.lanewise(XOR, b6).lanewise(XOR, more);
            b4 = more;
            more = b5.max(b7);
            b7 = b5.lanewise(XOR, b7).lanewise(XOR, more);
            b5 = more;
            more = b0.max(b1);
            b1 = b0.lanewise(XOR, b1).lanewise(XOR, more);
            b0 = more;
            more = b2.max(b3);
            b3 = b2.lanewise(XOR, b3).lanewise(XOR, more);
            b2 = more;
            more = b4.max(b5);
            b5 = b4.lanewise(XOR, b5).lanewise(XOR, more);
            b4 = more;
            more = b6.max(b7);
            b7 = b6.lanewise(XOR, b7).lanewise(XOR, more);
            b6 = more;
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
