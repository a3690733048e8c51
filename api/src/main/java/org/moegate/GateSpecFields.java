package org.moegate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A {@link GateSpec} as a JSON object, under the names of the contract: {@code num_experts}, {@code num_expert_group},
 * {@code topk_group}, {@code topk}, {@code num_fused_shared_experts}, {@code scoring_func}, {@code group_score},
 * {@code renormalize}, {@code routed_scaling_factor}, {@code apply_routed_scaling_factor_on_output}.
 *
 * <p>Maps stand for JSON objects so that this module needs no JSON library and a caller can use its own.
 */
public final class GateSpecFields {

    private static final Set<String> NAMES =
            write(GateSpec.builder(1, 1).build()).keySet();

    private GateSpecFields() {}

    /**
     * Reads a spec. {@code num_experts} and {@code topk} must be there; the others take the defaults of
     * {@link GateSpec#builder}.
     *
     * @param fields a parsed JSON object
     * @return the spec
     * @throws IllegalArgumentException naming the field that is missing, unknown, or has a value that is not allowed
     */
    public static GateSpec read(Map<String, ?> fields) {
        Set<String> unknown = new TreeSet<>(fields.keySet());
        unknown.removeAll(NAMES);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown field " + String.join(", ", unknown) + ": known are " + String.join(", ", NAMES));
        }
        ConfigFields from = new ConfigFields(fields);
        return GateSpec.builder(from.requiredInt("num_experts"), from.requiredInt("topk"))
                .numExpertGroup(from.optionalInt("num_expert_group", 1))
                .topkGroup(from.optionalInt("topk_group", 1))
                .numFusedSharedExperts(from.optionalInt("num_fused_shared_experts", 0))
                .scoringFunc(from.optionalOneOf(
                        "scoring_func", ScoringFunc.values(), ScoringFunc::configName, ScoringFunc.SIGMOID))
                .groupScore(from.optionalOneOf(
                        "group_score", GroupScore.values(), GroupScore::configName, GroupScore.TOP2_SUM))
                .renormalize(from.optionalBoolean("renormalize", true))
                .routedScalingFactor(from.optionalDouble("routed_scaling_factor", 1))
                .applyRoutedScalingFactorOnOutput(from.optionalBoolean("apply_routed_scaling_factor_on_output", false))
                .build();
    }

    /**
     * Writes every field of a spec, in the contract's order.
     *
     * @param spec the spec
     * @return a new map of Integer, String, Boolean and Float values
     */
    public static Map<String, Object> write(GateSpec spec) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("num_experts", spec.numExperts());
        fields.put("num_expert_group", spec.numExpertGroup());
        fields.put("topk_group", spec.topkGroup());
        fields.put("topk", spec.topk());
        fields.put("num_fused_shared_experts", spec.numFusedSharedExperts());
        fields.put("scoring_func", spec.scoringFunc().configName());
        fields.put("group_score", spec.groupScore().configName());
        fields.put("renormalize", spec.renormalize());
        fields.put("routed_scaling_factor", spec.routedScalingFactor());
        fields.put("apply_routed_scaling_factor_on_output", spec.applyRoutedScalingFactorOnOutput());
        return fields;
    }
}
