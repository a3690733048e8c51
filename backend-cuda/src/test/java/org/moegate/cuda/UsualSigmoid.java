package org.moegate.cuda;

import org.moegate.reference.Numerics;

/** {@code usual_sigmoid} of {@code numerics.h}, one operation after the other, but for the estimate that hardware gives. */
final class UsualSigmoid {

    private static final int EXPONENT_SHIFT = 23;

    private UsualSigmoid() {}

    static float denominator(float y) {
        float rounded = Math.fma(y, Numerics.LOG2_E, Numerics.ROUNDER);
        float scale = timesPowerOfTwo(Numerics.SIGMOID_ONE, rounded);
        return Math.fma(scale, expm1OfRemainder(y, rounded), Numerics.SIGMOID_ONE) + scale;
    }

    /** From an estimate of the denominator's reciprocal to the sigmoid. */
    static float quotient(float denominator, float estimate) {
        return unrefinedQuotient(denominator, Math.fma(estimate, Math.fma(-denominator, estimate, 1), estimate));
    }

    /** What it would be without Newton's step. */
    static float unrefinedQuotient(float denominator, float reciprocal) {
        float quotient = Numerics.SIGMOID_ONE * reciprocal;
        return Math.fma(Math.fma(-denominator, quotient, Numerics.SIGMOID_ONE), reciprocal, quotient);
    }

    private static float timesPowerOfTwo(float factor, float rounded) {
        return Float.intBitsToFloat(
                (Float.floatToRawIntBits(rounded) << EXPONENT_SHIFT) + Float.floatToRawIntBits(factor));
    }

    private static float expm1OfRemainder(float y, float rounded) {
        float n = rounded - Numerics.ROUNDER;
        float r = Math.fma(n, -Numerics.LN2_HIGH, y);
        r = Math.fma(n, -Numerics.LN2_LOW, r);
        float q = Math.fma(Numerics.EXP_6, r, Numerics.EXP_5);
        q = Math.fma(q, r, Numerics.EXP_4);
        q = Math.fma(q, r, Numerics.EXP_3);
        q = Math.fma(q, r, Numerics.EXP_2);
        return Math.fma(r * r, q, r);
    }
}
