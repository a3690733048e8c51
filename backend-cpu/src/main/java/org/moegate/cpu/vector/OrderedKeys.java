package org.moegate.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Choices as ints that compare as the floats do, because integer maxima and comparisons cost one instruction. No choice is
 * −0, which would be another key than +0: a score is at least +0, and adding a bias to that never gives −0.
 */
final class OrderedKeys {

    /** Below the key of every choice: no expert at all. */
    static final int NOTHING = Integer.MIN_VALUE;

    /** The key of −∞. */
    static final int MASKED = of(Float.NEGATIVE_INFINITY);

    private OrderedKeys() {}

    /** The key of a number. */
    static int of(float choice) {
        return flipNegative(Float.floatToRawIntBits(choice));
    }

    /** The number of a key. */
    static float choice(int key) {
        return Float.intBitsToFloat(flipNegative(key));
    }

    /** The keys of numbers. */
    static IntVector of(FloatVector choices) {
        IntVector bits = choices.reinterpretAsInts();
        IntVector negative = bits.lanewise(VectorOperators.ASHR, Integer.SIZE - 1);
        return bits.lanewise(VectorOperators.XOR, negative.lanewise(VectorOperators.AND, Integer.MAX_VALUE));
    }

    /** Negative floats are ordered by falling bits; flipping all but the sign turns that round, and back again. */
    private static int flipNegative(int bits) {
        return bits ^ ((bits >> (Integer.SIZE - 1)) & Integer.MAX_VALUE);
    }
}
