package org.moegate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How models of one family write their gate into a {@code config.json}; a row of {@code huggingface-families.tsv}. */
record HuggingFaceConfigFamily(
        List<HuggingFaceConfigField> numExperts,
        HuggingFaceConfigField topk,
        HuggingFaceConfigField topkMethod,
        HuggingFaceConfigField numExpertGroup,
        HuggingFaceConfigField topkGroup,
        HuggingFaceConfigField scoringFunc,
        HuggingFaceConfigField renormalize,
        HuggingFaceConfigField routedScalingFactor) {

    /** Some families renormalise, but leave the weight of an only expert as it is. */
    private static final String ABOVE_TOP1 = "topk>1";

    /** How groups take part in the choice; {@code topk_method} in the models' {@code config.json}. */
    private enum TopkMethod {
        /** Not at all, whatever number of groups the configuration gives. */
        GREEDY(GroupScore.TOP2_SUM),
        /** By their best expert. */
        GROUP_LIMITED_GREEDY(GroupScore.MAX),
        /** By their two best experts, with a selection bias. */
        NOAUX_TC(GroupScore.TOP2_SUM);

        private final GroupScore groupScore;

        TopkMethod(GroupScore groupScore) {
            this.groupScore = groupScore;
        }

        String configName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static HuggingFaceConfigFamily parse(Map<String, String> row) {
        return new HuggingFaceConfigFamily(
                Arrays.stream(ResourceTable.take(row, "num_experts").split("\\+", -1))
                        .map(HuggingFaceConfigField::parse)
                        .toList(),
                field(row, "topk"),
                field(row, "topk_method"),
                field(row, "num_expert_group"),
                field(row, "topk_group"),
                field(row, "scoring_func"),
                field(row, "renormalize"),
                field(row, "routed_scaling_factor"));
    }

    private static HuggingFaceConfigField field(Map<String, String> row, String column) {
        return HuggingFaceConfigField.parse(ResourceTable.take(row, column));
    }

    GateSpec gate(ConfigFields config) {
        int experts = numExperts.stream()
                .mapToInt(addend -> addend.read(config, ConfigFields::requiredUniformInt))
                .sum();
        int chosen = topk.read(config, ConfigFields::requiredUniformInt);
        TopkMethod method = topkMethod.read(
                config, (from, name) -> from.requiredOneOf(name, TopkMethod.values(), TopkMethod::configName));
        boolean grouped = method != TopkMethod.GREEDY;
        int groups = grouped ? numExpertGroup.read(config, ConfigFields::requiredInt) : 1;
        double factor = routedScalingFactor.read(config, ConfigFields::requiredDouble);
        return GateSpec.builder(experts, chosen)
                .numExpertGroup(groups)
                .topkGroup(grouped ? topkGroup.read(config, ConfigFields::requiredInt) : 1)
                .scoringFunc(scoringFunc.read(
                        config,
                        (from, name) -> from.requiredOneOf(name, ScoringFunc.values(), ScoringFunc::configName)))
                .groupScore(groups == 1 ? GroupScore.TOP2_SUM : method.groupScore)
                .renormalize(renormalizes(config, chosen))
                .routedScalingFactor(factor)
                .applyRoutedScalingFactorOnOutput(factor != 1)
                .build();
    }

    private boolean renormalizes(ConfigFields config, int chosen) {
        return ABOVE_TOP1.equals(renormalize.otherwise())
                ? chosen > 1
                : renormalize.read(config, ConfigFields::requiredBoolean);
    }
}
