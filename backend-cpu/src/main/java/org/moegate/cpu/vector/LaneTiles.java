package org.moegate.cpu.vector;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.XOR;
import static org.moegate.cpu.vector.VectorWidth.FLOATS;
import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/**
 * Makes packed keys of sixteen rows of scores and turns them, sixteen columns at a time, so that each row becomes a lane. Four
 * steps exchange, between rows 8, 4, 2 and 1 apart, the lanes that are as far apart: two blends and one permutation for a pair
 * of rows. A transposition would take a second permutation; without it, vector v holds in lane l the expert v ^ l of its
 * columns, which does not matter as every key carries its expert with it.
 */
final class LaneTiles {

    /** Rows that are turned at a time. */
    static final int ROWS = 16;

    private static final int SIGN = Integer.SIZE - 1;

    private static final int STEPS = 4;

    /** For each step, the lanes to exchange with. */
    private static final int[] PARTNERS = new int[STEPS * LANES];

    /** For each step, ones in the lanes that belong to the upper row of a pair. */
    private static final int[] UPPER = new int[STEPS * LANES];

    static {
        for (int step = 0; step < STEPS; step++) {
            int distance = ROWS >> (step + 1);
            for (int lane = 0; lane < LANES; lane++) {
                PARTNERS[step * LANES + lane] = lane ^ distance;
                UPPER[step * LANES + lane] = (lane & distance) == 0 ? 0 : 1;
            }
        }
    }

    private LaneTiles() {}

    /**
     * Turns rows of scores, and makes packed keys of them.
     *
     * @param scores holds {@link #ROWS} rows
     * @param stride elements from one to the next
     * @param bias the bias, and behind it a vector's length of −∞
     * @param width keys in a row, in whole vectors
     * @param indexMask ones in the bits of a packed key that hold its expert
     * @param columns receives width vectors
     */
    @KernelMethod
    static void turn(float[] scores, int stride, float[] bias, int width, int indexMask, int[] columns) {
        IntVector partner8 = IntVector.fromArray(INTS, PARTNERS, 0);
        IntVector partner4 = IntVector.fromArray(INTS, PARTNERS, LANES);
        IntVector partner2 = IntVector.fromArray(INTS, PARTNERS, 2 * LANES);
        IntVector partner1 = IntVector.fromArray(INTS, PARTNERS, 3 * LANES);
        VectorMask<Integer> upper8 = IntVector.fromArray(INTS, UPPER, 0).compare(NE, 0);
        VectorMask<Integer> upper4 = IntVector.fromArray(INTS, UPPER, LANES).compare(NE, 0);
        VectorMask<Integer> upper2 = IntVector.fromArray(INTS, UPPER, 2 * LANES).compare(NE, 0);
        VectorMask<Integer> upper1 = IntVector.fromArray(INTS, UPPER, 3 * LANES).compare(NE, 0);
        IntVector magnitude = IntVector.broadcast(INTS, Integer.MAX_VALUE);
        IntVector aboveNan = IntVector.broadcast(INTS, OrderedKeys.ABOVE_NAN);
        IntVector kept = IntVector.broadcast(INTS, ~indexMask);
        IntVector index = IntVector.broadcast(INTS, indexMask)
                .sub(IntVector.broadcast(INTS, 0).addIndex(1));
        for (int i = 0; i < width; i += LANES) {
            FloatVector biases = FloatVector.fromArray(FLOATS, bias, i);
            IntVector r0 = FloatVector.fromArray(FLOATS, scores, i).add(biases).reinterpretAsInts();
            IntVector r1 = FloatVector.fromArray(FLOATS, scores, i + stride)
                    .add(biases)
                    .reinterpretAsInts();
            IntVector r2 = FloatVector.fromArray(FLOATS, scores, i + 2 * stride)
                    .add(biases)
                    .reinterpretAsInts();
            IntVector r3 = FloatVector.fromArray(FLOATS, scores, i + 3 * stride)
                    .add(biases)
                    .reinterpretAsInts();
            IntVector r4 = FloatVector.fromArray(FLOATS, scores, i + 4 * stride)
                    .add(biases)
                    .reinterpretAsInts();
            IntVector r5 = FloatVector.fromArray(FLOATS, scores, i + 5 * stride)
                    .add(biases)
                    .reinterpretAsInts();
            IntVector r6 = FloatVector.fromArray(FLOATS, scores, i + 6 * stride)
                    .add(biases)
                    .reinterpretAsInts();
            IntVector r7 = FloatVector.fromArray(FLOATS, scores, i + 7 * stride)
                    .add(biases)
                    .reinterpretAsInts();
            IntVector r8 = FloatVector.fromArray(FLOATS, scores, i + 8 * stride)
                    .add(biases)
                    .reinterpretAsInts();
            IntVector r9 = FloatVector.fromArray(FLOATS, scores, i + 9 * stride)
                    .add(biases)
                    .reinterpretAsInts();
            IntVector r10 = FloatVector.fromArray(FLOATS, scores, i + 10 * stride)
                    .add(biases)
                    .reinterpretAsInts();
            IntVector r11 = FloatVector.fromArray(FLOATS, scores, i + 11 * stride)
                    .add(biases)
                    .reinterpretAsInts();
            IntVector r12 = FloatVector.fromArray(FLOATS, scores, i + 12 * stride)
                    .add(biases)
                    .reinterpretAsInts();
            IntVector r13 = FloatVector.fromArray(FLOATS, scores, i + 13 * stride)
                    .add(biases)
                    .reinterpretAsInts();
            IntVector r14 = FloatVector.fromArray(FLOATS, scores, i + 14 * stride)
                    .add(biases)
                    .reinterpretAsInts();
            IntVector r15 = FloatVector.fromArray(FLOATS, scores, i + 15 * stride)
                    .add(biases)
                    .reinterpretAsInts();
            r0 = r0.lanewise(XOR, r0.lanewise(ASHR, SIGN).and(magnitude))
                    .add(aboveNan)
                    .and(kept)
                    .or(index);
            r1 = r1.lanewise(XOR, r1.lanewise(ASHR, SIGN).and(magnitude))
                    .add(aboveNan)
                    .and(kept)
                    .or(index);
            r2 = r2.lanewise(XOR, r2.lanewise(ASHR, SIGN).and(magnitude))
                    .add(aboveNan)
                    .and(kept)
                    .or(index);
            r3 = r3.lanewise(XOR, r3.lanewise(ASHR, SIGN).and(magnitude))
                    .add(aboveNan)
                    .and(kept)
                    .or(index);
            r4 = r4.lanewise(XOR, r4.lanewise(ASHR, SIGN).and(magnitude))
                    .add(aboveNan)
                    .and(kept)
                    .or(index);
            r5 = r5.lanewise(XOR, r5.lanewise(ASHR, SIGN).and(magnitude))
                    .add(aboveNan)
                    .and(kept)
                    .or(index);
            r6 = r6.lanewise(XOR, r6.lanewise(ASHR, SIGN).and(magnitude))
                    .add(aboveNan)
                    .and(kept)
                    .or(index);
            r7 = r7.lanewise(XOR, r7.lanewise(ASHR, SIGN).and(magnitude))
                    .add(aboveNan)
                    .and(kept)
                    .or(index);
            r8 = r8.lanewise(XOR, r8.lanewise(ASHR, SIGN).and(magnitude))
                    .add(aboveNan)
                    .and(kept)
                    .or(index);
            r9 = r9.lanewise(XOR, r9.lanewise(ASHR, SIGN).and(magnitude))
                    .add(aboveNan)
                    .and(kept)
                    .or(index);
            r10 = r10.lanewise(XOR, r10.lanewise(ASHR, SIGN).and(magnitude))
                    .add(aboveNan)
                    .and(kept)
                    .or(index);
            r11 = r11.lanewise(XOR, r11.lanewise(ASHR, SIGN).and(magnitude))
                    .add(aboveNan)
                    .and(kept)
                    .or(index);
            r12 = r12.lanewise(XOR, r12.lanewise(ASHR, SIGN).and(magnitude))
                    .add(aboveNan)
                    .and(kept)
                    .or(index);
            r13 = r13.lanewise(XOR, r13.lanewise(ASHR, SIGN).and(magnitude))
                    .add(aboveNan)
                    .and(kept)
                    .or(index);
            r14 = r14.lanewise(XOR, r14.lanewise(ASHR, SIGN).and(magnitude))
                    .add(aboveNan)
                    .and(kept)
                    .or(index);
            r15 = r15.lanewise(XOR, r15.lanewise(ASHR, SIGN).and(magnitude))
                    .add(aboveNan)
                    .and(kept)
                    .or(index);
            index = index.sub(LANES);
            IntVector low;
            low = r0.blend(r8, upper8);
            r8 = partner8.selectFrom(r8.blend(r0, upper8));
            r0 = low;
            low = r1.blend(r9, upper8);
            r9 = partner8.selectFrom(r9.blend(r1, upper8));
            r1 = low;
            low = r2.blend(r10, upper8);
            r10 = partner8.selectFrom(r10.blend(r2, upper8));
            r2 = low;
            low = r3.blend(r11, upper8);
            r11 = partner8.selectFrom(r11.blend(r3, upper8));
            r3 = low;
            low = r4.blend(r12, upper8);
            r12 = partner8.selectFrom(r12.blend(r4, upper8));
            r4 = low;
            low = r5.blend(r13, upper8);
            r13 = partner8.selectFrom(r13.blend(r5, upper8));
            r5 = low;
            low = r6.blend(r14, upper8);
            r14 = partner8.selectFrom(r14.blend(r6, upper8));
            r6 = low;
            low = r7.blend(r15, upper8);
            r15 = partner8.selectFrom(r15.blend(r7, upper8));
            r7 = low;
            low = r0.blend(r4, upper4);
            r4 = partner4.selectFrom(r4.blend(r0, upper4));
            r0 = low;
            low = r1.blend(r5, upper4);
            r5 = partner4.selectFrom(r5.blend(r1, upper4));
            r1 = low;
            low = r2.blend(r6, upper4);
            r6 = partner4.selectFrom(r6.blend(r2, upper4));
            r2 = low;
            low = r3.blend(r7, upper4);
            r7 = partner4.selectFrom(r7.blend(r3, upper4));
            r3 = low;
            low = r8.blend(r12, upper4);
            r12 = partner4.selectFrom(r12.blend(r8, upper4));
            r8 = low;
            low = r9.blend(r13, upper4);
            r13 = partner4.selectFrom(r13.blend(r9, upper4));
            r9 = low;
            low = r10.blend(r14, upper4);
            r14 = partner4.selectFrom(r14.blend(r10, upper4));
            r10 = low;
            low = r11.blend(r15, upper4);
            r15 = partner4.selectFrom(r15.blend(r11, upper4));
            r11 = low;
            low = r0.blend(r2, upper2);
            r2 = partner2.selectFrom(r2.blend(r0, upper2));
            r0 = low;
            low = r1.blend(r3, upper2);
            r3 = partner2.selectFrom(r3.blend(r1, upper2));
            r1 = low;
            low = r4.blend(r6, upper2);
            r6 = partner2.selectFrom(r6.blend(r4, upper2));
            r4 = low;
            low = r5.blend(r7, upper2);
            r7 = partner2.selectFrom(r7.blend(r5, upper2));
            r5 = low;
            low = r8.blend(r10, upper2);
            r10 = partner2.selectFrom(r10.blend(r8, upper2));
            r8 = low;
            low = r9.blend(r11, upper2);
            r11 = partner2.selectFrom(r11.blend(r9, upper2));
            r9 = low;
            low = r12.blend(r14, upper2);
            r14 = partner2.selectFrom(r14.blend(r12, upper2));
            r12 = low;
            low = r13.blend(r15, upper2);
            r15 = partner2.selectFrom(r15.blend(r13, upper2));
            r13 = low;
            low = r0.blend(r1, upper1);
            r1 = partner1.selectFrom(r1.blend(r0, upper1));
            r0 = low;
            low = r2.blend(r3, upper1);
            r3 = partner1.selectFrom(r3.blend(r2, upper1));
            r2 = low;
            low = r4.blend(r5, upper1);
            r5 = partner1.selectFrom(r5.blend(r4, upper1));
            r4 = low;
            low = r6.blend(r7, upper1);
            r7 = partner1.selectFrom(r7.blend(r6, upper1));
            r6 = low;
            low = r8.blend(r9, upper1);
            r9 = partner1.selectFrom(r9.blend(r8, upper1));
            r8 = low;
            low = r10.blend(r11, upper1);
            r11 = partner1.selectFrom(r11.blend(r10, upper1));
            r10 = low;
            low = r12.blend(r13, upper1);
            r13 = partner1.selectFrom(r13.blend(r12, upper1));
            r12 = low;
            low = r14.blend(r15, upper1);
            r15 = partner1.selectFrom(r15.blend(r14, upper1));
            r14 = low;
            int to = i * LANES;
            r0.intoArray(columns, to);
            r1.intoArray(columns, to + LANES);
            r2.intoArray(columns, to + 2 * LANES);
            r3.intoArray(columns, to + 3 * LANES);
            r4.intoArray(columns, to + 4 * LANES);
            r5.intoArray(columns, to + 5 * LANES);
            r6.intoArray(columns, to + 6 * LANES);
            r7.intoArray(columns, to + 7 * LANES);
            r8.intoArray(columns, to + 8 * LANES);
            r9.intoArray(columns, to + 9 * LANES);
            r10.intoArray(columns, to + 10 * LANES);
            r11.intoArray(columns, to + 11 * LANES);
            r12.intoArray(columns, to + 12 * LANES);
            r13.intoArray(columns, to + 13 * LANES);
            r14.intoArray(columns, to + 14 * LANES);
            r15.intoArray(columns, to + 15 * LANES);
        }
    }
}
