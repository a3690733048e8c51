package com.example.engines;

import java.util.Map;

/** What the gates of published models have in their {@code config.json}. */
final class Models {

    static final Map<String, Object> MIXTRAL =
            Map.of("model_type", "mixtral", "num_local_experts", 8, "num_experts_per_tok", 2);

    static final Map<String, Object> DEEPSEEK_V3 = Map.of(
            "model_type", "deepseek_v3",
            "n_routed_experts", 256,
            "num_experts_per_tok", 8,
            "n_group", 8,
            "topk_group", 4,
            "topk_method", "noaux_tc",
            "scoring_func", "sigmoid",
            "norm_topk_prob", true,
            "routed_scaling_factor", 2.5);

    private Models() {}
}
