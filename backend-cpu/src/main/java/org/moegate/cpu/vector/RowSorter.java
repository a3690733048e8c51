package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Sorts rows of sixteen ints, one register each, in falling order: Batcher's bitonic network, ten steps of exchanging each
 * lane with the one a power of two away and keeping the greater or the smaller.
 *
 * <p>A row's steps wait for each other, so each loop takes all rows through a few of them: the rows overlap in the processor
 * as far as its window of waiting instructions reaches, and that holds more rows the shorter their chains are.
 */
final class RowSorter {

    /** Ints in a row. */
    static final int ROW = 16;

    private static final VectorShuffle<Integer> SWAP_1 = swap(1);
    private static final VectorShuffle<Integer> SWAP_2 = swap(2);
    private static final VectorShuffle<Integer> SWAP_4 = swap(4);
    private static final VectorShuffle<Integer> SWAP_8 = swap(8);

    private static final IntVector GREATER_2_1 = greater(2, 1);
    private static final IntVector GREATER_4_2 = greater(4, 2);
    private static final IntVector GREATER_4_1 = greater(4, 1);
    private static final IntVector GREATER_8_4 = greater(8, 4);
    private static final IntVector GREATER_8_2 = greater(8, 2);
    private static final IntVector GREATER_8_1 = greater(8, 1);
    private static final IntVector GREATER_16_8 = greater(16, 8);
    private static final IntVector GREATER_16_4 = greater(16, 4);
    private static final IntVector GREATER_16_2 = greater(16, 2);
    private static final IntVector GREATER_16_1 = greater(16, 1);

    private static final VectorShuffle<Integer> REVERSED = VectorShuffle.fromOp(INTS, lane -> LANES - 1 - lane);

    private RowSorter() {}

    /** Whether a register holds a row, without which this class does not work. */
    static boolean fits() {
        return LANES == ROW;
    }

    /** Sorts the rows at the start of an array. */
    @KernelMethod
    static void sort(int rows, int[] data) {
        int end = rows * ROW;
        VectorMask<Integer> greater21 = GREATER_2_1.compare(VectorOperators.NE, 0);
        VectorMask<Integer> greater42 = GREATER_4_2.compare(VectorOperators.NE, 0);
        VectorMask<Integer> greater41 = GREATER_4_1.compare(VectorOperators.NE, 0);
        for (int i = 0; i < end; i += ROW) {
            IntVector row = IntVector.fromArray(INTS, data, i);
            IntVector other = row.rearrange(SWAP_1);
            row = row.min(other).blend(row.max(other), greater21);
            other = row.rearrange(SWAP_2);
            row = row.min(other).blend(row.max(other), greater42);
            other = row.rearrange(SWAP_1);
            row = row.min(other).blend(row.max(other), greater41);
            row.intoArray(data, i);
        }
        VectorMask<Integer> greater84 = GREATER_8_4.compare(VectorOperators.NE, 0);
        VectorMask<Integer> greater82 = GREATER_8_2.compare(VectorOperators.NE, 0);
        VectorMask<Integer> greater81 = GREATER_8_1.compare(VectorOperators.NE, 0);
        for (int i = 0; i < end; i += ROW) {
            IntVector row = IntVector.fromArray(INTS, data, i);
            IntVector other = row.rearrange(SWAP_4);
            row = row.min(other).blend(row.max(other), greater84);
            other = row.rearrange(SWAP_2);
            row = row.min(other).blend(row.max(other), greater82);
            other = row.rearrange(SWAP_1);
            row = row.min(other).blend(row.max(other), greater81);
            row.intoArray(data, i);
        }
        VectorMask<Integer> greater168 = GREATER_16_8.compare(VectorOperators.NE, 0);
        VectorMask<Integer> greater164 = GREATER_16_4.compare(VectorOperators.NE, 0);
        VectorMask<Integer> greater162 = GREATER_16_2.compare(VectorOperators.NE, 0);
        VectorMask<Integer> greater161 = GREATER_16_1.compare(VectorOperators.NE, 0);
        for (int i = 0; i < end; i += ROW) {
            IntVector row = IntVector.fromArray(INTS, data, i);
            IntVector other = row.rearrange(SWAP_8);
            row = row.min(other).blend(row.max(other), greater168);
            other = row.rearrange(SWAP_4);
            row = row.min(other).blend(row.max(other), greater164);
            other = row.rearrange(SWAP_2);
            row = row.min(other).blend(row.max(other), greater162);
            other = row.rearrange(SWAP_1);
            row = row.min(other).blend(row.max(other), greater161);
            row.intoArray(data, i);
        }
    }

    /** Merges each two sorted rows at the start of an array into one of twice the length. */
    @KernelMethod
    static void mergePairs(int pairs, int[] data) {
        VectorMask<Integer> greater8 = GREATER_16_8.compare(VectorOperators.NE, 0);
        VectorMask<Integer> greater4 = GREATER_16_4.compare(VectorOperators.NE, 0);
        VectorMask<Integer> greater2 = GREATER_16_2.compare(VectorOperators.NE, 0);
        VectorMask<Integer> greater1 = GREATER_16_1.compare(VectorOperators.NE, 0);
        for (int i = 0; i < pairs * 2 * ROW; i += 2 * ROW) {
            IntVector first = IntVector.fromArray(INTS, data, i);
            IntVector second = IntVector.fromArray(INTS, data, i + ROW).rearrange(REVERSED);
            IntVector upper = first.max(second);
            IntVector lower = first.min(second);
            IntVector other = upper.rearrange(SWAP_8);
            upper = upper.min(other).blend(upper.max(other), greater8);
            other = lower.rearrange(SWAP_8);
            lower = lower.min(other).blend(lower.max(other), greater8);
            other = upper.rearrange(SWAP_4);
            upper = upper.min(other).blend(upper.max(other), greater4);
            other = lower.rearrange(SWAP_4);
            lower = lower.min(other).blend(lower.max(other), greater4);
            other = upper.rearrange(SWAP_2);
            upper = upper.min(other).blend(upper.max(other), greater2);
            other = lower.rearrange(SWAP_2);
            lower = lower.min(other).blend(lower.max(other), greater2);
            other = upper.rearrange(SWAP_1);
            upper.min(other).blend(upper.max(other), greater1).intoArray(data, i);
            other = lower.rearrange(SWAP_1);
            lower.min(other).blend(lower.max(other), greater1).intoArray(data, i + ROW);
        }
    }

    private static VectorShuffle<Integer> swap(int distance) {
        return VectorShuffle.fromOp(INTS, lane -> lane ^ distance);
    }

    /** Ones in the lanes that keep the greater of a pair, where runs of a length come to be sorted, every other one rising. */
    private static IntVector greater(int run, int distance) {
        int[] lanes = new int[LANES];
        for (int lane = 0; lane < LANES; lane++) {
            boolean falling = (lane & run) == 0;
            boolean first = (lane & distance) == 0;
            lanes[lane] = falling == first ? 1 : 0;
        }
        return IntVector.fromArray(INTS, lanes, 0);
    }
}
