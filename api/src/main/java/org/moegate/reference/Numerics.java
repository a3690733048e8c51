package org.moegate.reference;

import java.util.Arrays;

/**
 * The one sequence of float32 operations behind every score. Each operation is IEEE 754 binary32, rounded to nearest even:
 * add, multiply, fused multiply-add, divide, square root, comparison with selection, and integer adds and shifts on a
 * float's bits. No tables, no branches, no flushed subnormals, so a SIMD register, a warp and this loop give the same bits.
 *
 * <p>Error bounds are in ulp, the spacing of float32 at the exact value, and hold for every float32 of the domain; a test
 * searches them all. {@code docs/numerics.md} tells how the sequence came about.
 */
public final class Numerics {

    /** Sums run in this many partial sums, element i in partial sum i modulo it: a warp's lanes, or whole SIMD registers. */
    public static final int PARTIAL_SUMS = 32;

    /** Arguments of the exponential below this round to 0. */
    public static final float EXP_LOWEST = -104;

    /** Arguments of the sigmoid above this round to 1. */
    public static final float SIGMOID_HIGHEST = 30;

    /** log2(e). */
    public static final float LOG2_E = 0x1.715476p+0f;

    /** 1.5 · 2^23: adding it rounds to a whole number, which then lies in the low bits of the sum. */
    public static final float ROUNDER = 0x1.8p+23f;

    /** ln(2) as one float32, and what that leaves over. */
    public static final float LN2_HIGH = 0x1.62e43p-1f;

    /** See {@link #LN2_HIGH}. */
    public static final float LN2_LOW = -0x1.05c61p-29f;

    /** Coefficient of r² in exp(r) − 1. */
    public static final float EXP_2 = 0x1.fffffcp-2f;

    /** Coefficient of r³ in exp(r) − 1. */
    public static final float EXP_3 = 0x1.555492p-3f;

    /** Coefficient of r⁴ in exp(r) − 1. */
    public static final float EXP_4 = 0x1.5558bp-5f;

    /** Coefficient of r⁵ in exp(r) − 1. */
    public static final float EXP_5 = 0x1.12398ep-7f;

    /** Coefficient of r⁶ in exp(r) − 1. */
    public static final float EXP_6 = 0x1.6a4d6p-10f;

    /** Coefficient of z² in log(1 + z). */
    public static final float LOG_2 = -0x1.ffff14p-2f;

    /** Coefficient of z³ in log(1 + z). */
    public static final float LOG_3 = 0x1.5535dep-2f;

    /** Coefficient of z⁴ in log(1 + z). */
    public static final float LOG_4 = -0x1.fd1368p-3f;

    /** Coefficient of z⁵ in log(1 + z). */
    public static final float LOG_5 = 0x1.884554p-3f;

    /** Coefficient of z⁶ in log(1 + z). */
    public static final float LOG_6 = -0x1.19af8ep-3f;

    /** Coefficient of z⁷ in log(1 + z). */
    public static final float LOG_7 = 0x1.44707ap-4f;

    /** Coefficient of z⁸ in log(1 + z). */
    public static final float LOG_8 = -0x1.eca398p-6f;

    /** Coefficient of z⁹ in log(1 + z). */
    public static final float LOG_9 = 0x1.5fa0dap-8f;

    /** 2^64, which keeps the exponential's power of two a normal number until the last multiplication. */
    public static final float EXP_SCALE = 0x1p64f;

    /**
     * What the sigmoid puts in the place of 1, numerator and summand alike. 2^−64 keeps exp(−x) in range; the factor 1.5
     * moves the places where the sum's rounding steps away from those where the quotient's does, which costs nothing and
     * makes the result monotone.
     */
    public static final float SIGMOID_ONE = 0x1.8p-64f;

    private static final int EXPONENT_SHIFT = 23;

    private Numerics() {}

    /**
     * The exponential of a number that is not positive: at most 1.02 ulp off, never falling, exactly 1 at 0.
     *
     * @param x −∞ to 0, or NaN
     * @return exp(x), subnormal where it is; NaN for NaN
     */
    public static float exp(float x) {
        float y = x < EXP_LOWEST ? EXP_LOWEST : x;
        float rounded = Math.fma(y, LOG2_E, ROUNDER);
        float p = 1 + expm1OfRemainder(y, rounded);
        return (p * timesPowerOfTwo(EXP_SCALE, rounded)) * (1 / EXP_SCALE);
    }

    /**
     * The logistic function 1 / (1 + exp(−x)): at most 1.79 ulp off, never falling, exactly 0.5 at 0.
     *
     * @param x any float32
     * @return 0 to 1, subnormal where it is; NaN for NaN
     */
    public static float sigmoid(float x) {
        float negated = -x;
        float y = negated < -SIGMOID_HIGHEST ? -SIGMOID_HIGHEST : negated;
        y = y > -EXP_LOWEST ? -EXP_LOWEST : y;
        float rounded = Math.fma(y, LOG2_E, ROUNDER);
        float scale = timesPowerOfTwo(SIGMOID_ONE, rounded);
        return SIGMOID_ONE / (Math.fma(scale, expm1OfRemainder(y, rounded), SIGMOID_ONE) + scale);
    }

    /**
     * The square root of softplus, sqrt(log(1 + exp(x))): at most 1.67 ulp off for x ≥ −87; below that, where the exact
     * value is under 1.3e-19, the subnormal exponential limits it.
     *
     * @param x any float32
     * @return at least 0; NaN for NaN
     */
    public static float sqrtSoftplus(float x) {
        float z = exp(x > 0 ? -x : x);
        float p = Math.fma(LOG_9, z, LOG_8);
        p = Math.fma(p, z, LOG_7);
        p = Math.fma(p, z, LOG_6);
        p = Math.fma(p, z, LOG_5);
        p = Math.fma(p, z, LOG_4);
        p = Math.fma(p, z, LOG_3);
        p = Math.fma(p, z, LOG_2);
        p = Math.fma(p, z, 1);
        // the square root of a float by way of double is the correctly rounded one
        return (float) Math.sqrt(Math.fma(p, z, x > 0 ? x : 0));
    }

    /**
     * The sum of all values in the one order that every backend keeps: {@link #PARTIAL_SUMS} partial sums, then
     * {@link #foldPartialSums}.
     *
     * @param values the summands
     * @param partialSums scratch of {@link #PARTIAL_SUMS} elements
     * @return the sum
     */
    static float sum(float[] values, float[] partialSums) {
        Arrays.fill(partialSums, 0);
        for (int i = 0; i < values.length; i++) {
            partialSums[i % PARTIAL_SUMS] += values[i];
        }
        return foldPartialSums(partialSums);
    }

    /**
     * Adds the upper half of the partial sums to the lower one until one is left, as a warp's shuffles do.
     *
     * @param partialSums {@link #PARTIAL_SUMS} elements, overwritten
     * @return the sum
     */
    public static float foldPartialSums(float[] partialSums) {
        for (int half = PARTIAL_SUMS / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                partialSums[i] += partialSums[i + half];
            }
        }
        return partialSums[0];
    }

    /** factor · 2^n, where n is what {@code rounded} holds in its low bits: n is added to the factor's exponent. */
    private static float timesPowerOfTwo(float factor, float rounded) {
        int n = Float.floatToRawIntBits(rounded) << EXPONENT_SHIFT;
        return Float.intBitsToFloat(n + Float.floatToRawIntBits(factor));
    }

    /** exp(r) − 1 where y = n · ln(2) + r. */
    private static float expm1OfRemainder(float y, float rounded) {
        float n = rounded - ROUNDER;
        float r = Math.fma(n, -LN2_HIGH, y);
        r = Math.fma(n, -LN2_LOW, r);
        float q = Math.fma(EXP_6, r, EXP_5);
        q = Math.fma(q, r, EXP_4);
        q = Math.fma(q, r, EXP_3);
        q = Math.fma(q, r, EXP_2);
        return Math.fma(r * r, q, r);
    }
}
