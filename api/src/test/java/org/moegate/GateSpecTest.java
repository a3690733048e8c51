package org.moegate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GateSpecTest {

    @Test
    void a_builder_that_is_told_nothing_makes_one_group_sigmoid_renormalised_unscaled() {
        GateSpec spec = GateSpec.builder(64, 6).build();
        assertEquals(
                "GateSpec{num_experts=64, num_expert_group=1, topk_group=1, topk=6, num_fused_shared_experts=0, "
                        + "scoring_func=sigmoid, group_score=top2_sum, renormalize=true, routed_scaling_factor=1.0, "
                        + "apply_routed_scaling_factor_on_output=false}",
                spec.toString());
    }

    @Test
    void every_value_given_is_the_value_had() {
        GateSpec spec = everyValueGiven();
        assertEquals(160, spec.numExperts());
        assertEquals(8, spec.numExpertGroup());
        assertEquals(20, spec.groupSize());
        assertEquals(3, spec.topkGroup());
        assertEquals(8, spec.topk());
        assertEquals(2, spec.numFusedSharedExperts());
        assertEquals(6, spec.numRoutedTopk());
        assertEquals(ScoringFunc.SOFTMAX, spec.scoringFunc());
        assertEquals(GroupScore.MAX, spec.groupScore());
        assertEquals(false, spec.renormalize());
        assertEquals(16.5f, spec.routedScalingFactor());
        assertEquals(true, spec.applyRoutedScalingFactorOnOutput());
    }

    @Test
    void a_spec_rebuilt_from_itself_is_equal_to_it_and_has_its_hash() {
        GateSpec spec = everyValueGiven();
        GateSpec again = spec.toBuilder().build();
        assertEquals(spec, again);
        assertEquals(spec.hashCode(), again.hashCode());
    }

    @Test
    void specs_that_differ_in_any_one_value_are_not_equal() {
        GateSpec spec = everyValueGiven();
        assertNotEquals(spec, spec.toBuilder().numExpertGroup(4).build());
        assertNotEquals(spec, spec.toBuilder().topkGroup(4).build());
        assertNotEquals(spec, spec.toBuilder().numFusedSharedExperts(1).build());
        assertNotEquals(spec, spec.toBuilder().scoringFunc(ScoringFunc.SIGMOID).build());
        assertNotEquals(spec, spec.toBuilder().groupScore(GroupScore.TOP2_SUM).build());
        assertNotEquals(spec, spec.toBuilder().renormalize(true).build());
        assertNotEquals(spec, spec.toBuilder().routedScalingFactor(2).build());
        assertNotEquals(
                spec, spec.toBuilder().applyRoutedScalingFactorOnOutput(false).build());
    }

    @Test
    void specs_that_differ_mostly_have_different_hashes() {
        long hashes = IntStream.rangeClosed(1, 100)
                .map(experts -> GateSpec.builder(experts, 1).build().hashCode())
                .distinct()
                .count();
        assertTrue(hashes > 50, hashes + " hashes of 100 specs");
    }

    @Test
    void nothing_limits_shapes_to_powers_of_two_or_32_experts_a_group_or_top_8() {
        GateSpec spec =
                GateSpec.builder(1023, 300).numExpertGroup(3).topkGroup(1).build();
        assertEquals(341, spec.groupSize());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1          | 1 | 1 | 1 | 0
            8          | 8 | 8 | 8 | 0
            2147483647 | 1 | 1 | 6 | 0
            2147483646 | 1 | 1 | 6 | 1
            """)
    void a_shape_that_can_just_be_is_taken(int experts, int groups, int topkGroup, int topk, int shared) {
        GateSpec spec = shape(experts, groups, topkGroup, topk, shared).build();
        assertEquals(experts, spec.numExperts());
        assertEquals(topk - shared, spec.numRoutedTopk());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0  | 1 | 1 | 1 | 0 | num_experts = 0: must be at least 1
            64 | 0 | 1 | 6 | 0 | num_expert_group = 0: must be at least 1 and divide num_experts = 64
            64 | 7 | 1 | 6 | 0 | num_expert_group = 7: must be at least 1 and divide num_experts = 64
            64 | 8 | 0 | 6 | 0 | topk_group = 0: must lie in 1..8 (num_expert_group)
            64 | 8 | 9 | 6 | 0 | topk_group = 9: must lie in 1..8 (num_expert_group)
            64 | 1 | 1 | 0 | 0 | topk = 0: must be at least 1
            64 | 1 | 1 | 6 | -1 | num_fused_shared_experts = -1: must lie in 0..5 (below topk, which counts the shared experts)
            64 | 1 | 1 | 6 | 6 | num_fused_shared_experts = 6: must lie in 0..5 (below topk, which counts the shared experts)
            64 | 8 | 2 | 18 | 1 | topk = 18: less num_fused_shared_experts = 1 must be at most 16, the experts of topk_group = 2 groups
            2147483647 | 1 | 1 | 6 | 1 | num_fused_shared_experts = 1: must leave num_experts + num_fused_shared_experts within an int32 id
            """)
    void a_shape_that_cannot_be_is_refused(
            int experts, int groups, int topkGroup, int topk, int shared, String message) {
        GateSpec.Builder builder = shape(experts, groups, topkGroup, topk, shared);
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, builder::build).getMessage());
    }

    private static GateSpec.Builder shape(int experts, int groups, int topkGroup, int topk, int shared) {
        return GateSpec.builder(experts, topk)
                .numExpertGroup(groups)
                .topkGroup(topkGroup)
                .numFusedSharedExperts(shared);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -2.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e39, 1e-46})
    void a_scaling_factor_that_is_no_positive_finite_float32_is_refused(double factor) {
        GateSpec.Builder builder = GateSpec.builder(64, 6).routedScalingFactor(factor);
        assertEquals(
                "routed_scaling_factor = " + factor + ": must be finite and above 0 as a float32",
                assertThrows(IllegalArgumentException.class, builder::build).getMessage());
    }

    private static GateSpec everyValueGiven() {
        return GateSpec.builder(160, 8)
                .numExpertGroup(8)
                .topkGroup(3)
                .numFusedSharedExperts(2)
                .scoringFunc(ScoringFunc.SOFTMAX)
                .groupScore(GroupScore.MAX)
                .renormalize(false)
                .routedScalingFactor(16.5)
                .applyRoutedScalingFactorOnOutput(true)
                .build();
    }
}
