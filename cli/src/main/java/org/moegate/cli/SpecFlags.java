package org.moegate.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A flag for each field of the spec, under the field's name; what was given is kept as {@code GateSpecFields} reads it. */
final class SpecFlags {

    private final Map<String, Object> given = new LinkedHashMap<>();

    SpecFlags() {}

    /** The fields given, by their names in the contract. */
    Map<String, Object> given() {
        return given;
    }

    @Option(
            order = -20,
            names = "--num-experts",
            paramLabel = "N",
            description = "Routed experts; where logits are routed, their width unless given.")
    void numExperts(@Nullable Integer value) {
        put("num_experts", value);
    }

    @Option(
            order = -19,
            names = "--num-expert-group",
            paramLabel = "N",
            description = "Groups that the experts fall into.")
    void numExpertGroup(@Nullable Integer value) {
        put("num_expert_group", value);
    }

    @Option(order = -18, names = "--topk-group", paramLabel = "N", description = "Groups that stay open for a token.")
    void topkGroup(@Nullable Integer value) {
        put("topk_group", value);
    }

    @Option(
            order = -17,
            names = "--topk",
            paramLabel = "N",
            description = "Experts of a token, fused shared ones included.")
    void topk(@Nullable Integer value) {
        put("topk", value);
    }

    @Option(
            order = -16,
            names = "--num-fused-shared-experts",
            paramLabel = "N",
            description = "Shared experts in the last columns of the output.")
    void numFusedSharedExperts(@Nullable Integer value) {
        put("num_fused_shared_experts", value);
    }

    @Option(
            order = -15,
            names = "--scoring-func",
            paramLabel = "FUNC",
            description = "How a logit becomes a score: sigmoid, softmax, sqrtsoftplus.")
    void scoringFunc(@Nullable String value) {
        put("scoring_func", value);
    }

    @Option(
            order = -14,
            names = "--group-score",
            paramLabel = "SCORE",
            description = "How groups are ranked: top2_sum, max.")
    void groupScore(@Nullable String value) {
        put("group_score", value);
    }

    @Option(
            order = -13,
            names = "--renormalize",
            negatable = true,
            fallbackValue = "true",
            description = "Divide the weights of a token by their sum.")
    void renormalize(@Nullable Boolean value) {
        put("renormalize", value);
    }

    @Option(
            order = -12,
            names = "--routed-scaling-factor",
            paramLabel = "X",
            description = "The model's scaling factor.")
    void routedScalingFactor(@Nullable Double value) {
        put("routed_scaling_factor", value);
    }

    @Option(
            order = -11,
            names = "--apply-routed-scaling-factor-on-output",
            negatable = true,
            fallbackValue = "true",
            description = "Multiply the weights by that factor.")
    void applyRoutedScalingFactorOnOutput(@Nullable Boolean value) {
        put("apply_routed_scaling_factor_on_output", value);
    }

    /** The parser resets options that were not given by handing over null. */
    private void put(String field, @Nullable Object value) {
        if (value != null) {
            given.put(field, value);
        }
    }
}
