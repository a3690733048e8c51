package org.moegate.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moegate.reference.FloatLine.FloatFunction;
import org.moegate.reference.FloatLine.Worst;

@DisplayName("the reference numerics")
class NumericsTest {

    private static final float INFINITY = Float.POSITIVE_INFINITY;

    @Test
    @DisplayName("exp is within 1.02 ulp of the exact exponential on the whole negative line")
    void expIsExactToAnUlp() {
        assertWithin(1.02, Numerics::exp, Math::exp, -INFINITY, -0f);
    }

    @Test
    @DisplayName("exp never falls")
    void expIsMonotone() {
        assertEquals("", FloatLine.firstFall(Numerics::exp, -INFINITY, -0f));
    }

    @Test
    @DisplayName("sigmoid is within 1.79 ulp of the exact logistic function on the whole line")
    void sigmoidIsWithinTwoUlp() {
        assertWithin(1.79, Numerics::sigmoid, x -> 1 / (1 + Math.exp(-x)), -INFINITY, INFINITY);
    }

    @Test
    @DisplayName("sigmoid never falls")
    void sigmoidIsMonotone() {
        assertEquals("", FloatLine.firstFall(Numerics::sigmoid, -INFINITY, INFINITY));
    }

    @Test
    @DisplayName("sqrtSoftplus is within 1.67 ulp of the exact function from -87 on")
    void sqrtSoftplusIsWithinTwoUlp() {
        DoubleUnaryOperator exact = x -> Math.sqrt(Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
        assertWithin(1.67, Numerics::sqrtSoftplus, exact, -87, Float.MAX_VALUE);
        assertTrue(Numerics.sqrtSoftplus(-87) < 1.3e-19f);
    }

    @ParameterizedTest(name = "sigmoid({0}) = {1}")
    @CsvSource({"0, 0.5", "-0.0, 0.5", "Infinity, 1", "-Infinity, 0", "NaN, NaN", "30, 1", "-104, 0", "-103.5, 1.4E-45"
    })
    void sigmoidAtItsEnds(float x, float value) {
        assertEquals(value, Numerics.sigmoid(x));
    }

    @ParameterizedTest(name = "exp({0}) = {1}")
    @CsvSource({"0, 1", "-0.0, 1", "-Infinity, 0", "NaN, NaN", "-104, 0", "-103.9, 1.4E-45"})
    void expAtItsEnds(float x, float value) {
        assertEquals(value, Numerics.exp(x));
    }

    @ParameterizedTest(name = "sqrtSoftplus({0}) = {1}")
    @CsvSource({"Infinity, Infinity", "-Infinity, 0", "NaN, NaN", "100, 10"})
    void sqrtSoftplusAtItsEnds(float x, float value) {
        assertEquals(value, Numerics.sqrtSoftplus(x));
    }

    @Test
    @DisplayName("sums run in partial sums by index modulo 32, then from the upper half onto the lower")
    void sumsKeepTheirOrder() {
        float[] values = new float[33];
        // 2^24 swallows a 1 that is added to it, so every order of these has a sum of its own
        values[0] = 0x1p24f;
        values[32] = 1;
        values[16] = 1;
        values[1] = 2;
        values[17] = 1;
        assertEquals(0x1p24f + 4, Numerics.sum(values, new float[Numerics.PARTIAL_SUMS]));
    }

    @Test
    @DisplayName("a sum forgets what its scratch held before")
    void sumClearsItsScratch() {
        float[] scratch = new float[Numerics.PARTIAL_SUMS];
        Arrays.fill(scratch, Float.NaN);
        assertEquals(3f, Numerics.sum(new float[] {1, 2}, scratch));
    }

    private static void assertWithin(
            double ulp, FloatFunction function, DoubleUnaryOperator exact, float from, float to) {
        Worst worst = FloatLine.error(function, exact, from, to);
        assertTrue(worst.ulp() <= ulp, () -> worst + " is more than " + ulp + " ulp off");
    }
}
