package org.moegate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Of arrays, a plan refuses, before it writes anything,")
class GatePlanArraysTest {

    private static final PlanRequest F32 = SegmentCall.F32;

    private final FakeKernel kernel = new FakeKernel();
    private final float[] logits = new float[12];
    private final float[] bias = new float[4];
    private final int[] ids = {7, 7, 7, 7, 7, 7};
    private final float[] weights = {7, 7, 7, 7, 7, 7};

    static Stream<Arguments> wrongTypes() {
        return Stream.of(
                Arguments.of(F32.withLogits(DType.F16), "logits = float[]: the plan was compiled for logits of F16"),
                Arguments.of(F32.withLogits(DType.BF16), "logits = float[]: the plan was compiled for logits of BF16"),
                Arguments.of(F32.withBias(DType.F16), "bias = float[]: the plan was compiled for a bias of F16"),
                Arguments.of(F32.withBias(DType.BF16), "bias = float[]: the plan was compiled for a bias of BF16"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrongTypes")
    @DisplayName("all where it was compiled for another type")
    void refusesOtherTypes(PlanRequest request, String message) {
        assertRefused(request, logits, bias, ids, weights, IllegalArgumentException.class, Pattern.quote(message));
    }

    @Test
    @DisplayName("null where every call needs an array")
    void refusesNull() {
        Class<NullPointerException> type = NullPointerException.class;
        assertRefused(F32, null, bias, ids, weights, type, "logits = null: must not be null");
        assertRefused(F32, logits, bias, null, weights, type, "topkIds = null: must not be null");
        assertRefused(F32, logits, bias, ids, null, type, "topkWeights = null: must not be null");
    }

    @Test
    @DisplayName("a bias too many and one too few")
    void refusesWrongBias() {
        Class<IllegalArgumentException> type = IllegalArgumentException.class;
        assertRefused(F32, logits, null, ids, weights, type, "bias = null: the plan was compiled for a bias of F32");
        assertRefused(
                F32.withBias(null),
                logits,
                bias,
                ids,
                weights,
                type,
                "bias = .*: must be null, the plan was compiled without a bias");
    }

    @Test
    @DisplayName("those that are too short")
    void refusesShortArrays() {
        Class<IllegalArgumentException> type = IllegalArgumentException.class;
        assertRefused(F32, new float[11], bias, ids, weights, type, "logits = .* 44 bytes are too few, .*\\[3, 4].*");
        assertRefused(F32, logits, new float[3], ids, weights, type, "bias = .* 12 bytes are too few, .*\\[4].*");
        assertRefused(F32, logits, bias, new int[5], weights, type, "topkIds = .* 20 bytes are too few, .*\\[3, 2].*");
        assertRefused(F32, logits, bias, ids, new float[5], type, "topkWeights = .* 20 bytes are too few, .*");
    }

    @Test
    @DisplayName("weights in the place of an input")
    void refusesOneArrayForTwo() {
        Class<IllegalArgumentException> type = IllegalArgumentException.class;
        assertRefused(F32, logits, bias, ids, logits, type, "topkWeights = .*: overlaps logits = .*, must lie apart");
        float[] shared = {7, 7, 7, 7, 7, 7};
        assertRefused(F32, logits, shared, ids, shared, type, "topkWeights = .*: overlaps bias = .*, must lie apart");
    }

    @SuppressWarnings("NullAway") // what a plan does with nulls is tested too
    private void assertRefused(
            PlanRequest request,
            float @Nullable [] someLogits,
            float @Nullable [] someBias,
            int @Nullable [] someIds,
            float @Nullable [] someWeights,
            Class<? extends RuntimeException> type,
            String pattern) {
        GatePlan plan = kernel.plan(request);
        String message = String.valueOf(
                assertThrowsExactly(type, () -> plan.route(3, someLogits, someBias, someIds, someWeights))
                        .getMessage());
        assertTrue(message.matches(pattern), message);
        assertEquals(0, kernel.calls());
        assertArrayEquals(new int[] {7, 7, 7, 7, 7, 7}, ids);
        assertArrayEquals(new float[] {7, 7, 7, 7, 7, 7}, weights);
    }
}
