package org.moegate.benchmarks;

import org.moegate.GateSpec;

/** The gates that are measured: the sizes of current models. Those not named after a model are sigmoid and renormalised. */
public enum Shape {
    /** As of Kimi-VL, 64 experts. */
    TOP_6_OF_64("6 of 64", "6-of-64"),
    /** As of GLM-4.5-Air, 128 experts. */
    TOP_8_OF_128("8 of 128", "8-of-128"),
    /** As of GLM-4.5: no power of two. */
    TOP_8_OF_160("8 of 160", "8-of-160"),
    /** As of MiniMax-M2, without groups. */
    TOP_8_OF_256("8 of 256", "8-of-256"),
    /** 8 of 256 in 8 groups, 4 of them kept. */
    DEEPSEEK_V3("DeepSeek-V3, 8 of 256 in 4 of 8 groups", "DeepSeek-V3"),
    /** 8 of 384. */
    KIMI_K2("Kimi-K2, 8 of 384", "Kimi-K2"),
    /** As of Qwen3-Next, with a sigmoid so that sizes alone differ. */
    TOP_10_OF_512("10 of 512", "10-of-512"),
    /** As of Nemotron-3: many of many. */
    TOP_22_OF_512("22 of 512", "22-of-512"),
    /** 16 of 896. */
    KIMI_K3("Kimi-K3, 16 of 896", "Kimi-K3");

    private final String label;

    private final String gateName;

    Shape(String label, String gateName) {
        this.label = label;
        this.gateName = gateName;
    }

    /**
     * The shape as benchmarks are given it.
     *
     * @return a name that {@link GateName} knows
     */
    public String gateName() {
        return gateName;
    }

    /**
     * The shape in a table.
     *
     * @return the model, if it is one, and how many of how many
     */
    public String label() {
        return label;
    }

    /**
     * The gate itself.
     *
     * @return its spec
     */
    public GateSpec spec() {
        return GateName.of(gateName).spec();
    }
}
