package org.moegate.cpu.vector;

/**
 * Choices as ints that compare as the floats do, because integer maxima and comparisons cost one instruction. No choice is
 * −0, which would be another key than +0: a score is at least +0, and adding a bias to that never gives −0.
 *
 * <p>Every NaN has a key below that of −∞, though not always the same one: the contract makes a NaN −∞, and so whoever meets
 * a key up to {@link #MASKED} must treat it as that. As ints, negative floats are ordered by falling bits; flipping all but
 * their sign turns that round, and back again.
 */
final class OrderedKeys {

    /** Below the key of every choice, NaN too: no expert at all. */
    static final int NOTHING = Integer.MIN_VALUE;

    /** Carries the NaNs of either sign, which are all quiet because additions made them, over the end to the lowest keys. */
    static final int ABOVE_NAN = 0x400001;

    /** The key of −∞. */
    static final int MASKED = (Float.floatToRawIntBits(Float.NEGATIVE_INFINITY) ^ Integer.MAX_VALUE) + ABOVE_NAN;

    private OrderedKeys() {}

    /** The choice of a key, which is not that of a NaN. */
    static float choice(int key) {
        int bits = key - ABOVE_NAN;
        return Float.intBitsToFloat(bits ^ (bits >> (Integer.SIZE - 1) & Integer.MAX_VALUE));
    }
}
