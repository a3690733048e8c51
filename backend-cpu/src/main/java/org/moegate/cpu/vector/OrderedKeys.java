package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Choices as ints that compare as the floats do, because integer maxima and comparisons cost one instruction. A NaN takes
 * the key of −∞. No choice is −0: a score is at least +0, and adding any bias to that never gives −0.
 */
final class OrderedKeys {

    /** Below the key of every choice: no expert at all. */
    static final int NOTHING = Integer.MIN_VALUE;

    static final int NEGATIVE_INFINITY = of(Float.NEGATIVE_INFINITY);

    private OrderedKeys() {}

    static int of(float choice) {
        int bits = Float.floatToRawIntBits(Float.isNaN(choice) ? Float.NEGATIVE_INFINITY : choice);
        return bits ^ (bits >> 31 & Integer.MAX_VALUE);
    }

    static float choice(int key) {
        return Float.intBitsToFloat(key ^ (key >> 31 & Integer.MAX_VALUE));
    }

    static IntVector of(FloatVector choices) {
        FloatVector settled = choices.blend(
                FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY), choices.test(VectorOperators.IS_NAN));
        IntVector bits = settled.reinterpretAsInts();
        return bits.lanewise(
                VectorOperators.XOR,
                bits.lanewise(VectorOperators.ASHR, 31).lanewise(VectorOperators.AND, Integer.MAX_VALUE));
    }
}
