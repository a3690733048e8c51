package org.moegate;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ModelCatalogueTest {

    @Test
    void names_are_unique_whatever_their_case() {
        List<String> names = ModelCatalogue.models().stream()
                .map(model -> model.name().toLowerCase(Locale.ROOT))
                .toList();
        assertEquals(names.stream().distinct().toList(), names);
    }

    @Test
    void the_list_cannot_be_changed() {
        List<ModelCatalogue.Model> models = ModelCatalogue.models();
        assertThrows(UnsupportedOperationException.class, models::removeFirst);
    }

    @ParameterizedTest
    @MethodSource("org.moegate.ModelCatalogue#models")
    void each_model_keeps_the_catalogue_s_conventions(ModelCatalogue.Model model) {
        GateSpec spec = model.spec();
        assertAll(
                () -> assertEquals(0, spec.numFusedSharedExperts(), "shared experts are an engine's choice"),
                () -> assertEquals(
                        spec.routedScalingFactor() != 1, spec.applyRoutedScalingFactorOnOutput(), "scaled or not"),
                () -> assertTrue(
                        spec.numExpertGroup() > 1 || spec.groupScore() == GroupScore.TOP2_SUM, "no group, no score"),
                () -> assertTrue(
                        spec.numExpertGroup() == 1 || spec.topkGroup() < spec.numExpertGroup(), "groups decide"));
    }

    @Test
    void kimi_k2_has_384_experts_in_one_group_top_8_sigmoid_scaled_by_2_827() {
        ModelCatalogue.Model model = ModelCatalogue.require("Kimi-K2");
        assertEquals(
                GateSpec.builder(384, 8)
                        .routedScalingFactor(2.827)
                        .applyRoutedScalingFactorOnOutput(true)
                        .build(),
                model.spec());
        assertTrue(model.selectionBias());
        assertEquals("moonshotai/Kimi-K2-Instruct", model.source());
    }

    @Test
    void deepseek_v2_keeps_3_of_8_groups_by_their_maximum_and_scales_without_renormalising() {
        ModelCatalogue.Model model = ModelCatalogue.require("DeepSeek-V2");
        assertEquals(
                GateSpec.builder(160, 6)
                        .numExpertGroup(8)
                        .topkGroup(3)
                        .scoringFunc(ScoringFunc.SOFTMAX)
                        .groupScore(GroupScore.MAX)
                        .renormalize(false)
                        .routedScalingFactor(16)
                        .applyRoutedScalingFactorOnOutput(true)
                        .build(),
                model.spec());
        assertFalse(model.selectionBias());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DeepSeek-V2-Lite  | 64  | 1 | 1 | 6  | softmax      | false | 1.0   | false
            DeepSeek-R1       | 256 | 8 | 4 | 8  | sigmoid      | true  | 2.5   | true
            DeepSeek-V4-Flash | 256 | 1 | 1 | 6  | sqrtsoftplus | true  | 1.5   | true
            DeepSeek-V4-Pro   | 384 | 1 | 1 | 6  | sqrtsoftplus | true  | 2.5   | true
            Kimi-VL-A3B       | 64  | 1 | 1 | 6  | sigmoid      | true  | 2.446 | true
            Kimi-K3           | 896 | 1 | 1 | 16 | sigmoid      | true  | 1.0   | true
            GLM-4.5           | 160 | 1 | 1 | 8  | sigmoid      | true  | 2.5   | true
            Qwen3-30B-A3B     | 128 | 1 | 1 | 8  | softmax      | true  | 1.0   | false
            Mixtral-8x7B      | 8   | 1 | 1 | 2  | softmax      | true  | 1.0   | false
            gpt-oss-20b       | 32  | 1 | 1 | 4  | softmax      | true  | 1.0   | false
            ERNIE-4.5-21B-A3B | 64  | 1 | 1 | 6  | softmax      | true  | 1.0   | true
            Llama-4-Scout     | 16  | 1 | 1 | 1  | sigmoid      | false | 1.0   | false
            OLMoE-1B-7B       | 64  | 1 | 1 | 8  | softmax      | false | 1.0   | false
            LongCat-Flash     | 768 | 1 | 1 | 12 | softmax      | false | 6.0   | true
            Ling-1T           | 256 | 8 | 4 | 8  | sigmoid      | true  | 2.5   | true
            """)
    void well_known_models_have_their_known_values(
            String name,
            int experts,
            int groups,
            int topkGroup,
            int topk,
            String scoringFunc,
            boolean renormalize,
            float factor,
            boolean selectionBias) {
        ModelCatalogue.Model model = ModelCatalogue.require(name);
        GateSpec spec = model.spec();
        assertEquals(experts, spec.numExperts());
        assertEquals(groups, spec.numExpertGroup());
        assertEquals(topkGroup, spec.topkGroup());
        assertEquals(topk, spec.topk());
        assertEquals(scoringFunc, spec.scoringFunc().configName());
        assertEquals(renormalize, spec.renormalize());
        assertEquals(factor, spec.routedScalingFactor());
        assertEquals(selectionBias, model.selectionBias());
    }

    @Test
    void a_model_is_found_in_any_case() {
        assertEquals(ModelCatalogue.require("DeepSeek-V3"), ModelCatalogue.require("deepseek-v3"));
        assertTrue(ModelCatalogue.find("KIMI-K2").isPresent());
    }

    @Test
    void a_model_that_is_not_listed_is_not_found() {
        assertTrue(ModelCatalogue.find("Llama-2-7B").isEmpty());
    }

    @Test
    void a_mistyped_name_is_answered_with_the_nearest_first() {
        assertEquals(
                "name = \"Mixtral8x7\": must be a model of the catalogue, such as Mixtral-8x7B, Mixtral-8x22B",
                refusalOf("Mixtral8x7"));
    }

    @Test
    void a_repository_s_name_is_answered_with_the_model_s() {
        String refusal = refusalOf("deepseek-ai/DeepSeek-V3");
        assertTrue(
                refusal.startsWith("name = \"deepseek-ai/DeepSeek-V3\": must be a model of the catalogue, such as "
                        + "DeepSeek-V3"),
                refusal);
    }

    @Test
    void a_name_like_no_other_is_answered_without_suggestions() {
        assertEquals("name = \"??\": must be a model of the catalogue, and none has a similar name", refusalOf("??"));
    }

    private static String refusalOf(String name) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> ModelCatalogue.require(name))
                .getMessage());
    }
}
