package org.moegate;

import java.util.Locale;

/** How a logit {@code x} becomes a score; {@code scoring_func} in the models' {@code config.json}. */
public enum ScoringFunc {
    /** {@code 1 / (1 + exp(-x))}: DeepSeek-V3, Kimi-K2, GLM-4.5. */
    SIGMOID,
    /** {@code exp(x - max) / sum(exp(x - max))} over all experts of the row: DeepSeek-V2, Mixtral, Qwen3-MoE. */
    SOFTMAX,
    /** {@code sqrt(log(1 + exp(x)))}: DeepSeek-V4. */
    SQRTSOFTPLUS;

    /**
     * The value of {@code scoring_func} in a {@code config.json}.
     *
     * @return the lower-case name
     */
    public String configName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
