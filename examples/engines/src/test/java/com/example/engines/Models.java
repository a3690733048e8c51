package com.example.engines;

import static java.util.Map.entry;

import java.util.Map;

/** What the gates of published models have in their {@code config.json}. */
final class Models {

    static final Map<String, Object> MIXTRAL =
            Map.of("model_type", "mixtral", "num_local_experts", 8, "num_experts_per_tok", 2);

    static final Map<String, Object> DEEPSEEK_V3 = Map.ofEntries(
            entry("model_type", "deepseek_v3"),
            entry("n_routed_experts", 256),
            entry("num_experts_per_tok", 8),
            entry("n_group", 8),
            entry("topk_group", 4),
            entry("topk_method", "noaux_tc"),
            entry("scoring_func", "sigmoid"),
            entry("norm_topk_prob", true),
            entry("routed_scaling_factor", 2.5));

    private Models() {}
}
