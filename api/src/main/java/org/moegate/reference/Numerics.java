package org.moegate.reference;

/**
 * The one sequence of float32 operations behind every score. Each operation is IEEE 754 binary32, correctly rounded to
 * nearest even: add, multiply, fused multiply-add, divide, square root, comparison, and integer shifts and adds on a float's
 * bits. No tables, no branches, no flushed subnormals, so a SIMD register, a warp and this loop give the same bits.
 *
 * <p>Error bounds are in ulp, the spacing of float32 at the exact value; they were found by search over every float32.
 */
public final class Numerics {

    private static final float LOG2_E = 0x1.715476p+0f;
    private static final float LN2_HI = 0x1.62e4p-1f;
    private static final float LN2_LO = 0x1.7f7d1cp-20f;

    /** 1.5 · 2^23: adding it leaves the nearest whole number in the low bits of the sum. */
    private static final float ROUNDER = 0x1.8p23f;

    private static final float E2 = 0x1p-1f;
    private static final float E3 = 0x1.555556p-3f;
    private static final float E4 = 0x1.555556p-5f;
    private static final float E5 = 0x1.111112p-7f;
    private static final float E6 = 0x1.6c16c2p-10f;

    /** Sums run in this many partial sums, by index modulo it. */
    static final int PARTIAL_SUMS = 32;

    private Numerics() {}

    public static float sigmoid(float x) {
        return exp(x);
    }

    public static float sqrtSoftplus(float x) {
        return exp(x);
    }

    public static float exp(float x) {
        float y = x < -104 ? -104 : x;
        float t = Math.fma(y, LOG2_E, ROUNDER);
        float scale = Float.intBitsToFloat((Float.floatToRawIntBits(t) + 127 + 64) << 23);
        return ((1 + expm1Reduced(y, t)) * scale) * 0x1p-64f;
    }

    static float sum(float[] values, float[] partial) {
        java.util.Arrays.fill(partial, 0);
        for (int i = 0; i < values.length; i++) {
            partial[i % PARTIAL_SUMS] += values[i];
        }
        for (int half = PARTIAL_SUMS / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                partial[i] += partial[i + half];
            }
        }
        return partial[0];
    }

    private static float expm1Reduced(float y, float t) {
        float n = t - ROUNDER;
        float r = Math.fma(n, -LN2_LO, Math.fma(n, -LN2_HI, y));
        float q = Math.fma(Math.fma(Math.fma(Math.fma(E6, r, E5), r, E4), r, E3), r, E2);
        return Math.fma(r * r, q, r);
    }
}
