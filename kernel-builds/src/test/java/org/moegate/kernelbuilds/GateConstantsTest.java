package org.moegate.kernelbuilds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.GroupScore;
import org.moegate.PlanRequest;
import org.moegate.ScoringFunc;

@DisplayName("a gate's constants")
class GateConstantsTest {

    /** Every number differs from its neighbours', so that a mix-up shows. */
    private static final PlanRequest REQUEST = new PlanRequest(
            GateSpec.builder(96, 7)
                    .numExpertGroup(8)
                    .topkGroup(3)
                    .numFusedSharedExperts(2)
                    .scoringFunc(ScoringFunc.SQRTSOFTPLUS)
                    .groupScore(GroupScore.MAX)
                    .renormalize(false)
                    .routedScalingFactor(2.5f)
                    .applyRoutedScalingFactorOnOutput(true)
                    .build(),
            DType.F16,
            null);

    @Test
    @DisplayName("are twelve macros, floats to the last bit")
    void macros() {
        assertEquals(
                List.of(
                        "NUM_EXPERTS=96",
                        "NUM_EXPERT_GROUP=8",
                        "TOPK_GROUP=3",
                        "TOPK=7",
                        "NUM_FUSED_SHARED_EXPERTS=2",
                        "SCORING_FUNC=2",
                        "GROUP_SCORE_IS_MAX=1",
                        "RENORMALIZE=0",
                        "APPLY_ROUTED_SCALING_FACTOR_ON_OUTPUT=1",
                        "ROUTED_SCALING_FACTOR=0x1.4p1f",
                        "LOGITS_DTYPE=1",
                        "BIAS_DTYPE=3"),
                GateConstants.macros(REQUEST).entrySet().stream()
                        .map(String::valueOf)
                        .toList());
    }

    @Test
    @DisplayName("are the fields of a struct in the same order, as this machine has them")
    void struct() {
        ByteBuffer struct = GateStruct.of(REQUEST);
        assertTrue(struct.isDirect());
        assertEquals(GateStruct.BYTES, struct.remaining());
        int[] fields = new int[GateStruct.BYTES / Integer.BYTES];
        struct.order(ByteOrder.nativeOrder()).asIntBuffer().get(fields);
        assertEquals(
                List.of(96, 8, 3, 7, 2, 2, 1, 0, 1, Float.floatToRawIntBits(2.5f), 1, 3),
                Arrays.stream(fields).boxed().toList());
    }

    @Test
    @DisplayName("number each value of an enumeration by one of its own, from 0")
    void numbers() {
        List<Integer> scoringFuncs = Arrays.stream(ScoringFunc.values())
                .map(GateConstants::number)
                .sorted()
                .toList();
        assertEquals(List.of(0, 1, 2), scoringFuncs);
        assertEquals(0, GateConstants.number(ScoringFunc.SIGMOID));
        assertEquals(0, GateConstants.number(DType.F32));
        assertEquals(2, GateConstants.number(DType.BF16));
    }
}
