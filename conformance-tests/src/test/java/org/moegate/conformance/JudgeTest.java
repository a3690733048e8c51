package org.moegate.conformance;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;

@DisplayName("the judge")
class JudgeTest {

    private static final RoutingCase CASE = new RoutingCase(
            "some case",
            PlanRequest.of(GateSpec.builder(4, 2).build()).withBias(null),
            1,
            1,
            MemorySegment.ofArray(new float[] {0, 3, 1, 2}),
            4,
            null);
    private static final Routing EXPECTED = new Routing(2, new int[] {1, 3}, new float[] {0.52f, 0.48f});

    @Test
    @DisplayName("tells the gate, the row and both routings when ids differ")
    void wrongIdsAreDescribed() {
        Routing swapped = new Routing(2, new int[] {3, 1}, new float[] {0.52f, 0.48f});
        String message = assertThrows(AssertionError.class, () -> Judge.requireConformant(CASE, EXPECTED, swapped))
                .getMessage();
        assertEquals("""
                some case is not conformant in row 0 of 1
                  gate     %s
                  expected 1:0.52 3:0.48
                  actual   3:0.52 1:0.48""".formatted(CASE.request()), message);
    }

    @Test
    @DisplayName("lets a conformant weight be one millionth off, and a bit-exact one nothing")
    void gradesDiffer() {
        Routing near = new Routing(2, new int[] {1, 3}, new float[] {Math.nextUp(0.52f), 0.48f});
        assertDoesNotThrow(() -> Judge.requireConformant(CASE, EXPECTED, near));
        assertThrows(AssertionError.class, () -> Judge.requireSameBits(CASE, EXPECTED, near));
    }

    @Test
    @DisplayName("takes NaN for NaN alone, and infinity for infinity alone")
    void specialWeights() {
        Routing special = new Routing(2, new int[] {1, 3}, new float[] {Float.NaN, Float.POSITIVE_INFINITY});
        assertDoesNotThrow(() -> Judge.requireConformant(CASE, special, special));
        assertThrows(AssertionError.class, () -> Judge.requireConformant(CASE, EXPECTED, special));
        assertThrows(AssertionError.class, () -> Judge.requireConformant(CASE, special, EXPECTED));
    }

    @Test
    @DisplayName("tells two NaN of different bits apart in the bit-exact grade")
    void nanBitsCount() {
        Routing nan = new Routing(1, new int[] {1}, new float[] {Float.NaN});
        Routing otherNan = new Routing(1, new int[] {1}, new float[] {Float.intBitsToFloat(0xffc00000)});
        assertThrows(AssertionError.class, () -> Judge.requireSameBits(CASE, nan, otherNan));
    }
}
