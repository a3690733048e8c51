package org.moegate.conformance.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.GateSpec;
import org.moegate.ScoringFunc;
import org.moegate.conformance.cases.Routing;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.spi.Grade;

@DisplayName("the judge")
class JudgeTest {

    private static final RoutingCase CASE =
            RoutingCase.of("some case", GateSpec.builder(4, 2).build(), new float[] {0, 3, 1, 2});
    private static final Routing RIGHT = Judge.reference(CASE);

    @Test
    @DisplayName("finds swapped columns in either grade")
    void swappedColumnsAreFound() {
        Routing swapped = new Routing(2, new int[] {3, 1}, new float[] {RIGHT.weightsOf(0)[1], RIGHT.weightsOf(0)[0]});
        for (Grade grade : Grade.values()) {
            assertTrue(Judge.firstDifference(CASE, RIGHT, grade).isEmpty(), grade.toString());
            assertFalse(Judge.firstDifference(CASE, swapped, grade).isEmpty(), grade.toString());
        }
    }

    @Test
    @DisplayName("lets a conformant weight be one millionth off, and a bit-exact one nothing")
    void gradesDiffer() {
        float[] near = RIGHT.weightsOf(0);
        near[0] = Math.nextUp(near[0]);
        Routing almost = new Routing(2, RIGHT.idsOf(0), near);
        assertTrue(Judge.firstDifference(CASE, almost, Grade.CONFORMANT).isEmpty());
        assertFalse(Judge.firstDifference(CASE, almost, Grade.BIT_EXACT).isEmpty());
    }

    @Test
    @DisplayName("leaves a row open to a conformant gate where less than the deciding gap separates two experts")
    void closeRowsAreOpen() {
        RoutingCase close = RoutingCase.of("close", GateSpec.builder(3, 1).build(), new float[] {0, 1.00001f, 1});
        Routing other = new Routing(1, new int[] {2}, new float[] {1});
        assertTrue(Judge.firstDifference(close, other, Grade.CONFORMANT).isEmpty());
        assertFalse(Judge.firstDifference(close, other, Grade.BIT_EXACT).isEmpty());
    }

    @Test
    @DisplayName("takes ties as decided in either grade")
    void tiesAreDecided() {
        RoutingCase tied = RoutingCase.of("tied", GateSpec.builder(3, 1).build(), new float[] {0, 1, 1});
        Routing higher = new Routing(1, new int[] {2}, new float[] {1});
        assertFalse(Judge.firstDifference(tied, higher, Grade.CONFORMANT).isEmpty());
    }

    @Test
    @DisplayName("takes NaN for NaN alone, and infinity for infinity alone")
    void specialWeights() {
        Routing special = new Routing(2, new int[] {1, 3}, new float[] {Float.NaN, Float.POSITIVE_INFINITY});
        assertTrue(Judge.firstDifference(special, special).isEmpty());
        assertFalse(Judge.firstDifference(RIGHT, special).isEmpty());
        assertFalse(Judge.firstDifference(special, RIGHT).isEmpty());
    }

    @Test
    @DisplayName("tells two NaN of different bits apart in the bit-exact grade")
    void nanBitsCount() {
        RoutingCase infinite = RoutingCase.of(
                "infinite",
                GateSpec.builder(1, 1).scoringFunc(ScoringFunc.SQRTSOFTPLUS).build(),
                new float[] {Float.POSITIVE_INFINITY});
        Routing nan = new Routing(1, new int[] {0}, new float[] {Float.NaN});
        Routing otherNan = new Routing(1, new int[] {0}, new float[] {Float.intBitsToFloat(0xffc00000)});
        assertTrue(Judge.firstDifference(infinite, nan, Grade.BIT_EXACT).isEmpty());
        assertEquals(
                """
                column   expected id, weight         actual id, weight
                     0        0  NaN 0x7fc00000           0  NaN 0xffc00000    <""",
                Judge.firstDifference(infinite, otherNan, Grade.BIT_EXACT)
                        .orElseThrow()
                        .table());
    }
}
