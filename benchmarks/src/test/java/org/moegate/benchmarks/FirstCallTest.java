package org.moegate.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FirstCallTest {

    private static final int BATCHES = 40;

    @Test
    void theLineSaysAll() {
        FirstCall call = new FirstCall(1.5, 2.25, new double[] {300, 200.5});
        FirstCall parsed = FirstCall.parse(call.line());
        assertEquals(call.planMillis(), parsed.planMillis());
        assertEquals(call.resultMillis(), parsed.resultMillis());
        assertArrayEquals(call.nanosPerRow(), parsed.nanosPerRow());
    }

    @Test
    void steadyIsWithinAFifthOfTheLastTen() {
        double[] nanosPerRow = new double[BATCHES];
        Arrays.fill(nanosPerRow, 100);
        nanosPerRow[0] = 5000;
        nanosPerRow[1] = 121;
        nanosPerRow[2] = 119;
        FirstCall call = new FirstCall(0, 0, nanosPerRow);
        assertEquals(100, call.steadyNanosPerRow());
        assertEquals(1 + 2 * FirstCall.BATCH, call.rowsUntilSteady());
        assertEquals((5000 + 121) * FirstCall.BATCH / 1e6, call.millisUntilSteady(), 1e-9);
    }

    @Test
    void whatIsSteadyFromTheFirstBatchOnTookOneToken() {
        double[] nanosPerRow = new double[BATCHES];
        Arrays.fill(nanosPerRow, 100);
        assertEquals(1, new FirstCall(0, 0, nanosPerRow).rowsUntilSteady());
    }

    @Test
    void aMedianOfEvenlyManyLiesBetweenTheMiddleTwo() {
        assertEquals(2.5, Medians.of(4, 1, 2, 3));
        assertEquals(2, Medians.of(3, 1, 2));
    }
}
