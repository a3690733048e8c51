package org.moegate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HuggingFaceConfigTest {

    private static final Map<String, Object> DEEPSEEK_V3 = Map.of(
            "model_type",
            "deepseek_v3",
            "n_routed_experts",
            256,
            "num_experts_per_tok",
            8,
            "n_group",
            8,
            "topk_group",
            4,
            "scoring_func",
            "sigmoid",
            "topk_method",
            "noaux_tc",
            "norm_topk_prob",
            true,
            "routed_scaling_factor",
            2.5);

    @Test
    void a_text_config_is_read_by_its_own_model_type() {
        Map<String, Object> config = Map.of("model_type", "kimi_vl", "text_config", DEEPSEEK_V3);
        assertEquals(HuggingFaceConfig.read(DEEPSEEK_V3), HuggingFaceConfig.read(config));
    }

    @Test
    void a_text_config_that_keeps_an_older_model_type_is_read_by_the_outer_one() {
        Map<String, Object> text = Map.of(
                "model_type",
                "minimax_m2",
                "num_local_experts",
                128,
                "num_experts_per_tok",
                4,
                "routed_scaling_factor",
                2.0);
        assertEquals(
                ModelCatalogue.require("MiniMax-M3").spec(),
                HuggingFaceConfig.read(Map.of("model_type", "minimax_m3_vl", "text_config", text)));
    }

    @Test
    void zero_experts_are_counted_with_the_others() {
        assertEquals(
                ModelCatalogue.require("LongCat-Flash").spec(),
                HuggingFaceConfig.read(Map.of(
                        "model_type", "longcat_flash",
                        "n_routed_experts", 512,
                        "zero_expert_num", 256,
                        "moe_topk", 12,
                        "routed_scaling_factor", 6.0)));
    }

    @Test
    void a_topk_given_for_every_layer_is_read_where_all_agree() {
        assertEquals(ModelCatalogue.require("Hunyuan-A13B").spec(), HuggingFaceConfig.read(hunyuan(List.of(8, 8, 8))));
    }

    @Test
    void hunyuan_leaves_the_weight_of_an_only_expert_as_it_is() {
        assertEquals(
                GateSpec.builder(64, 1)
                        .scoringFunc(ScoringFunc.SOFTMAX)
                        .renormalize(false)
                        .build(),
                HuggingFaceConfig.read(hunyuan(1)));
    }

    @Test
    void a_default_of_the_configuration_class_stands_in_for_an_absent_field() {
        assertEquals(
                ModelCatalogue.require("OLMoE-1B-7B").spec(),
                HuggingFaceConfig.read(Map.of("model_type", "olmoe", "num_experts", 64, "num_experts_per_tok", 8)));
    }

    @Test
    void softmax_given_for_a_sigmoid_family_is_honoured() {
        assertEquals(
                ScoringFunc.SOFTMAX,
                HuggingFaceConfig.read(with(DEEPSEEK_V3, "scoring_func", "softmax"))
                        .scoringFunc());
    }

    @Test
    void the_groups_of_a_greedy_choice_do_not_count() {
        Map<String, Object> config = with(with(DEEPSEEK_V3, "model_type", "deepseek_v2"), "topk_method", "greedy");
        assertEquals(1, HuggingFaceConfig.read(config).numExpertGroup());
    }

    @Test
    void deepseek_v4_has_no_groups_whatever_its_configuration_says_and_its_hash_layers_do_not_matter() {
        Map<String, Object> config = with(with(DEEPSEEK_V3, "model_type", "deepseek_v4"), "num_hash_layers", 3);
        assertEquals(1, HuggingFaceConfig.read(config).numExpertGroup());
    }

    @ParameterizedTest
    @MethodSource
    void a_value_that_the_gate_cannot_honour_is_refused_by_field_and_value(String field, Object value, String message) {
        assertEquals(message, messageOf(with(DEEPSEEK_V3, field, value)));
    }

    static List<Arguments> a_value_that_the_gate_cannot_honour_is_refused_by_field_and_value() {
        return List.of(
                Arguments.of(
                        "topk_method",
                        "sinkhorn",
                        "topk_method = sinkhorn: must be one of greedy, group_limited_greedy, noaux_tc"),
                Arguments.of(
                        "scoring_func", "tanh", "scoring_func = tanh: must be one of sigmoid, softmax, sqrtsoftplus"),
                Arguments.of("norm_topk_prob", "yes", "norm_topk_prob = yes: must be true or false"),
                Arguments.of(
                        "n_routed_experts", 256.5, "n_routed_experts = 256.5: must be a whole number within int32"),
                Arguments.of("n_group", "8", "n_group = 8: must be a whole number"),
                Arguments.of("n_group", 7, "num_expert_group = 7: must be at least 1 and divide num_experts = 256"),
                Arguments.of(
                        "routed_scaling_factor",
                        Double.POSITIVE_INFINITY,
                        "routed_scaling_factor = Infinity: must be finite and above 0 as a float32"),
                Arguments.of("model_type", 3, "model_type = 3: must be a string"),
                Arguments.of("text_config", "none", "text_config = none: must be an object"),
                Arguments.of(
                        "model_type",
                        "gemma4_text",
                        "model_type = gemma4_text: multiplies each weight by a learned per_expert_scale, "
                                + "which is not part of the gate"));
    }

    @ParameterizedTest
    @MethodSource
    void a_field_without_a_default_must_be_there(Map<String, Object> config, String field, String message) {
        Map<String, Object> incomplete = new HashMap<>(config);
        incomplete.remove(field);
        assertEquals(message, messageOf(incomplete));
    }

    static List<Arguments> a_field_without_a_default_must_be_there() {
        Map<String, Object> qwen3 = Map.of("model_type", "qwen3_moe", "num_experts", 128, "num_experts_per_tok", 8);
        Map<String, Object> gptOss = Map.of("model_type", "gpt_oss", "num_local_experts", 32, "experts_per_token", 4);
        Map<String, Object> ling = Map.of(
                "model_type",
                "bailing_moe",
                "num_experts",
                256,
                "num_experts_per_tok",
                8,
                "n_group",
                8,
                "topk_group",
                4,
                "score_function",
                "sigmoid",
                "norm_topk_prob",
                true,
                "routed_scaling_factor",
                2.5);
        return List.of(
                Arguments.of(qwen3, "num_experts", "num_experts is missing"),
                Arguments.of(gptOss, "experts_per_token", "num_experts_per_tok or experts_per_token is missing"),
                Arguments.of(ling, "norm_topk_prob", "norm_topk_prob is missing"),
                Arguments.of(DEEPSEEK_V3, "n_group", "n_group is missing"),
                Arguments.of(DEEPSEEK_V3, "routed_scaling_factor", "routed_scaling_factor is missing"),
                Arguments.of(DEEPSEEK_V3, "model_type", "model_type is missing"),
                Arguments.of(
                        Map.of("model_type", "kimi_vl", "text_config", Map.of("model_type", "kimi_k2")),
                        "architectures",
                        "text_config.n_routed_experts is missing"));
    }

    @Test
    void a_family_that_is_not_known_is_answered_with_those_that_are() {
        String message = messageOf(Map.of("model_type", "llama", "hidden_size", 4096));
        assertTrue(message.startsWith("model_type = llama: must be one of bailing_moe, bailing_moe_v2, "), message);
        assertTrue(message.endsWith(", qwen3_vl_moe_text, step3p5, step3p7"), message);
    }

    @Test
    void two_names_for_one_value_must_agree() {
        assertEquals(
                "experts_per_token = 8: must agree with num_experts_per_tok = 4",
                messageOf(Map.of(
                        "model_type", "gpt_oss",
                        "num_local_experts", 32,
                        "num_experts_per_tok", 4,
                        "experts_per_token", 8)));
    }

    @Test
    void layers_that_choose_different_numbers_of_experts_have_no_one_gate() {
        assertEquals(
                "moe_topk = [8, 4]: must be one whole number, the same for every layer",
                messageOf(hunyuan(List.of(8, 4))));
    }

    private static Map<String, Object> hunyuan(Object topk) {
        return Map.of("model_type", "hunyuan_v1_moe", "num_experts", 64, "moe_topk", topk);
    }

    private static Map<String, Object> with(Map<String, Object> config, String field, Object value) {
        Map<String, Object> changed = new HashMap<>(config);
        changed.put(field, value);
        return changed;
    }

    private static String messageOf(Map<String, ?> config) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> HuggingFaceConfig.read(config))
                .getMessage());
    }
}
