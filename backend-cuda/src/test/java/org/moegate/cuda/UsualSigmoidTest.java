package org.moegate.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moegate.reference.Numerics;

/**
 * The proof that {@code numerics.h} speaks of: its division without a branch gives the quotient that IEEE 754 wants.
 *
 * <p>PTX promises of {@code rcp.approx.ftz.f32} that it is at most one ulp off. So for each denominator, the estimates to be
 * tried are few: the rounded reciprocal, its neighbours, and, since below a power of two ulps are halves of those above, theirs.
 *
 * <p>To double a denominator halves the reciprocal and the quotient, and changes nothing else, as long as nothing becomes
 * subnormal. The number that would be first is the quotient's remainder: a multiple of the product of the last places of the
 * denominator and the quotient, so of 2^−111, where normal numbers begin at 2^−126. So one binade stands for all. It is the
 * lowest, the highest and one amid that are tried here, each with all its significands.
 */
@DisplayName("the usual sigmoid")
class UsualSigmoidTest {

    private static final float USUAL = NumericsFile.constant("SIGMOID_USUAL");

    private static final int SIGNIFICANDS = 1 << 23;

    /** Of the rounded reciprocal, in floats. */
    private static final int FARTHEST_ESTIMATE = 2;

    @Test
    @DisplayName("is, operation by operation, the one that is tested here")
    void sequence() {
        assertEquals("""
                DEVICE REAL usual_sigmoid(REAL x) {
                    return usual_quotient(sigmoid_denominator(-x));
                }
                """, NumericsFile.function("usual_sigmoid"));
        assertEquals("""
                DEVICE REAL usual_quotient(REAL denominator) {
                    REAL reciprocal = reciprocal_estimate(denominator);
                    if (!ESTIMATES_ARE_NEAR) {
                        reciprocal = fma(reciprocal, fma(-denominator, reciprocal, (REAL)1.0f), reciprocal);
                    }
                    REAL quotient = SIGMOID_ONE * reciprocal;
                    return fma(fma(-denominator, quotient, (REAL)SIGMOID_ONE), reciprocal, quotient);
                }
                """, NumericsFile.function("usual_quotient"));
        assertEquals("""
                DEVICE REAL sigmoid_denominator(REAL y) {
                    REAL rounded = fma(y, (REAL)LOG2_E, (REAL)ROUNDER);
                    REAL scale = times_power_of_two(SIGMOID_ONE, rounded);
                    return fma(scale, expm1_of_remainder(y, rounded), (REAL)SIGMOID_ONE) + scale;
                }
                """, NumericsFile.function("sigmoid_denominator"));
        assertEquals("""
                DEVICE REAL times_power_of_two(float factor, REAL rounded) {
                    return AS_REAL((AS_UINT(rounded) << EXPONENT_SHIFT) + as_uint(factor));
                }
                """, NumericsFile.function("times_power_of_two"));
        assertEquals("""
                DEVICE REAL expm1_of_remainder(REAL y, REAL rounded) {
                    REAL n = rounded - ROUNDER;
                    REAL r = fma(n, (REAL)(-LN2_HIGH), y);
                    r = fma(n, (REAL)(-LN2_LOW), r);
                    REAL q = fma((REAL)EXP_6, r, (REAL)EXP_5);
                    q = fma(q, r, (REAL)EXP_4);
                    q = fma(q, r, (REAL)EXP_3);
                    q = fma(q, r, (REAL)EXP_2);
                    return fma(r * r, q, r);
                }
                """, NumericsFile.function("expm1_of_remainder"));
    }

    @Test
    @DisplayName("has the constants of the reference")
    void constants() {
        Map.ofEntries(
                        Map.entry("EXP_LOWEST", Numerics.EXP_LOWEST),
                        Map.entry("SIGMOID_HIGHEST", Numerics.SIGMOID_HIGHEST),
                        Map.entry("LOG2_E", Numerics.LOG2_E),
                        Map.entry("ROUNDER", Numerics.ROUNDER),
                        Map.entry("LN2_HIGH", Numerics.LN2_HIGH),
                        Map.entry("LN2_LOW", Numerics.LN2_LOW),
                        Map.entry("EXP_2", Numerics.EXP_2),
                        Map.entry("EXP_3", Numerics.EXP_3),
                        Map.entry("EXP_4", Numerics.EXP_4),
                        Map.entry("EXP_5", Numerics.EXP_5),
                        Map.entry("EXP_6", Numerics.EXP_6),
                        Map.entry("EXP_SCALE", Numerics.EXP_SCALE),
                        Map.entry("SIGMOID_ONE", Numerics.SIGMOID_ONE),
                        Map.entry("LOG_2", Numerics.LOG_2),
                        Map.entry("LOG_3", Numerics.LOG_3),
                        Map.entry("LOG_4", Numerics.LOG_4),
                        Map.entry("LOG_5", Numerics.LOG_5),
                        Map.entry("LOG_6", Numerics.LOG_6),
                        Map.entry("LOG_7", Numerics.LOG_7),
                        Map.entry("LOG_8", Numerics.LOG_8),
                        Map.entry("LOG_9", Numerics.LOG_9))
                .forEach((name, value) -> assertEquals(value, NumericsFile.constant(name), name));
    }

    @Test
    @DisplayName("divides by numbers between 2^−64 and 2^−6")
    void denominators() {
        assertEquals(-64, Math.getExponent(UsualSigmoid.denominator(-USUAL)));
        assertEquals(-6, Math.getExponent(UsualSigmoid.denominator(USUAL)));
    }

    @ParameterizedTest
    @ValueSource(ints = {-64, -35, -6})
    @DisplayName(
            "with Newton's step, divides correctly by every denominator, whatever estimate of the reciprocal is given")
    void division(int exponent) {
        int lowest = Float.floatToRawIntBits(Math.scalb(1.0f, exponent));
        for (int significand = 0; significand < SIGNIFICANDS; significand++) {
            float denominator = Float.intBitsToFloat(lowest + significand);
            float quotient = Numerics.SIGMOID_ONE / denominator;
            int reciprocal = Float.floatToRawIntBits(1 / denominator);
            for (int distance = -FARTHEST_ESTIMATE; distance <= FARTHEST_ESTIMATE; distance++) {
                float estimate = Float.intBitsToFloat(reciprocal + distance);
                if (UsualSigmoid.quotient(denominator, estimate) != quotient) {
                    fail("denominator = " + Float.toHexString(denominator) + ", estimate = "
                            + Float.toHexString(estimate));
                }
            }
        }
    }

    @Test
    @DisplayName("needs Newton's step for one denominator alone, if its estimate is a whole unit off")
    void newtonsStep() {
        List<Float> denominators = new ArrayList<>();
        int lowest = Float.floatToRawIntBits(0x1p-35f);
        for (int significand = 0; significand < SIGNIFICANDS; significand++) {
            float denominator = Float.intBitsToFloat(lowest + significand);
            float nearest = 1 / denominator;
            for (float estimate : new float[] {Math.nextDown(nearest), nearest, Math.nextUp(nearest)}) {
                if (unitsOff(denominator, estimate) < 1
                        && UsualSigmoid.unrefinedQuotient(denominator, estimate)
                                != Numerics.SIGMOID_ONE / denominator) {
                    denominators.add(denominator);
                    assertTrue(unitsOff(denominator, estimate) > 0.9999999);
                }
            }
        }
        assertEquals(List.of(0x1.94cd22p-35f), denominators);
    }

    /** How far an estimate is from the reciprocal; both products are exact. */
    private static double unitsOff(float denominator, float estimate) {
        return Math.abs((double) denominator * estimate - 1) / ((double) denominator * Math.ulp(estimate));
    }

    private static void assertReference(float x) {
        float denominator = UsualSigmoid.denominator(-x);
        float usual = UsualSigmoid.quotient(denominator, 1 / denominator);
        if (Float.floatToIntBits(usual) != Float.floatToIntBits(Numerics.sigmoid(x))) {
            fail("x = " + x + ": " + usual + " instead of " + Numerics.sigmoid(x));
        }
    }

    @Test
    @DisplayName("is the reference's where that clamps")
    void clamped() {
        for (float x = Math.nextUp(Numerics.SIGMOID_HIGHEST); x <= USUAL; x = Math.nextUp(x)) {
            assertReference(x);
        }
    }

    @Test
    @DisplayName("is the reference's elsewhere, also of a NaN")
    void unclamped() {
        int stride = 509;
        for (int bits = Float.floatToRawIntBits(USUAL); bits >= 0; bits -= stride) {
            float x = Float.intBitsToFloat(bits);
            assertReference(x);
            assertReference(-x);
        }
        assertReference(0);
        assertReference(Float.NaN);
    }
}
