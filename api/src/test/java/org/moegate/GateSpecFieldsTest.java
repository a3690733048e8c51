package org.moegate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GateSpecFieldsTest {

    @ParameterizedTest
    @MethodSource("specs")
    void a_spec_written_and_read_is_the_same_spec(GateSpec spec) {
        assertEquals(spec, GateSpecFields.read(GateSpecFields.write(spec)));
    }

    static List<GateSpec> specs() {
        return List.of(
                GateSpec.builder(64, 6).build(),
                GateSpec.builder(160, 8)
                        .numExpertGroup(8)
                        .topkGroup(3)
                        .numFusedSharedExperts(2)
                        .scoringFunc(ScoringFunc.SOFTMAX)
                        .groupScore(GroupScore.MAX)
                        .renormalize(false)
                        .routedScalingFactor(2.827)
                        .applyRoutedScalingFactorOnOutput(true)
                        .build(),
                GateSpec.builder(384, 6).scoringFunc(ScoringFunc.SQRTSOFTPLUS).build());
    }

    @Test
    void experts_and_topk_alone_make_the_builder_s_default() {
        assertEquals(GateSpec.builder(64, 6).build(), GateSpecFields.read(Map.of("num_experts", 64, "topk", 6)));
    }

    @Test
    void null_means_the_default_as_if_absent() {
        Map<String, @Nullable Object> fields = new HashMap<>(Map.of("num_experts", 64, "topk", 6));
        fields.put("scoring_func", null);
        assertEquals(GateSpec.builder(64, 6).build(), GateSpecFields.read(fields));
    }

    @Test
    void numbers_of_every_type_that_json_parsers_make_are_read() {
        assertEquals(
                GateSpec.builder(64, 6).routedScalingFactor(2.5).build(),
                GateSpecFields.read(
                        Map.of("num_experts", 64L, "topk", 6.0, "routed_scaling_factor", new BigDecimal("2.5"))));
    }

    @ParameterizedTest
    @MethodSource
    void a_wrong_field_is_refused_by_name_value_and_rule(Map<String, Object> changes, String message) {
        Map<String, Object> fields = new HashMap<>(Map.of("num_experts", 64, "topk", 6));
        fields.putAll(changes);
        assertEquals(message, messageOf(fields));
    }

    static List<Arguments> a_wrong_field_is_refused_by_name_value_and_rule() {
        return List.of(
                Arguments.of(Map.of("topk", 6.5), "topk = 6.5: must be a whole number within int32"),
                Arguments.of(Map.of("topk", Double.NaN), "topk = NaN: must be a whole number within int32"),
                Arguments.of(
                        Map.of("num_experts", 1L << 32),
                        "num_experts = 4294967296: must be a whole number within int32"),
                Arguments.of(Map.of("topk", "6"), "topk = 6: must be a whole number"),
                Arguments.of(Map.of("topk", List.of(6, 6)), "topk = [6, 6]: must be a whole number"),
                Arguments.of(Map.of("renormalize", "true"), "renormalize = true: must be true or false"),
                Arguments.of(Map.of("renormalize", 1), "renormalize = 1: must be true or false"),
                Arguments.of(Map.of("scoring_func", 1), "scoring_func = 1: must be a string"),
                Arguments.of(
                        Map.of("scoring_func", "tanh"),
                        "scoring_func = tanh: must be one of sigmoid, softmax, sqrtsoftplus"),
                Arguments.of(Map.of("group_score", "MAX"), "group_score = MAX: must be one of top2_sum, max"),
                Arguments.of(Map.of("routed_scaling_factor", "2.5"), "routed_scaling_factor = 2.5: must be a number"),
                Arguments.of(
                        Map.of("routed_scaling_factor", new BigDecimal("1e400")),
                        "routed_scaling_factor = Infinity: must be finite and above 0 as a float32"),
                Arguments.of(
                        Map.of("n_group", 8, "alpha", 1),
                        "unknown field alpha, n_group: known are num_experts, num_expert_group, topk_group, topk, "
                                + "num_fused_shared_experts, scoring_func, group_score, renormalize, "
                                + "routed_scaling_factor, apply_routed_scaling_factor_on_output"));
    }

    @Test
    void experts_and_topk_must_be_there() {
        assertEquals("num_experts is missing", messageOf(Map.of("topk", 6)));
        assertEquals("topk is missing", messageOf(Map.of("num_experts", 64)));
    }

    private static String messageOf(Map<String, ?> fields) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> GateSpecFields.read(fields))
                .getMessage());
    }
}
