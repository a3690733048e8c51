package org.moegate.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.reference.Numerics;

@DisplayName("the floor")
class ScoreFloorTest {

    @ParameterizedTest(name = "of {0}")
    @EnumSource
    @DisplayName("does the work it stands for")
    void scoresAsTheReference(DType dtype) {
        int numExperts = 64;
        MemorySegment logits = new RouterInputs(1, numExperts).logits(dtype);
        ScoreFloor floor = new ScoreFloor(GateSpec.builder(numExperts, 6).build(), dtype);
        floor.run(1, logits.heapBase().orElseThrow());
        for (int i = 0; i < numExperts; i++) {
            assertEquals(Numerics.sigmoid(load(logits, dtype, i)), floor.choices()[i], "expert " + i);
        }
    }

    private static float load(MemorySegment logits, DType dtype, int i) {
        return switch (dtype) {
            case F32 -> logits.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            case F16 -> Float.float16ToFloat(logits.getAtIndex(ValueLayout.JAVA_SHORT, i));
            case BF16 -> Float.intBitsToFloat(logits.getAtIndex(ValueLayout.JAVA_SHORT, i) << Short.SIZE);
        };
    }
}
