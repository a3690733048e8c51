package org.moegate.benchmarks;

import org.moegate.GateSpec;
import org.moegate.ModelCatalogue;

/** The gates that are measured: the sizes of current models. Those not named after a model are sigmoid and renormalised. */
public enum Shape {
    /** As of Kimi-VL, 64 experts. */
    TOP_6_OF_64("6 of 64", GateSpec.builder(64, 6).build()),
    /** As of GLM-4.5-Air, 128 experts. */
    TOP_8_OF_128("8 of 128", GateSpec.builder(128, 8).build()),
    /** As of GLM-4.5: no power of two. */
    TOP_8_OF_160("8 of 160", GateSpec.builder(160, 8).build()),
    /** As of MiniMax-M2, without groups. */
    TOP_8_OF_256("8 of 256", GateSpec.builder(256, 8).build()),
    /** 8 of 256 in 8 groups, 4 of them kept. */
    DEEPSEEK_V3("DeepSeek-V3, 8 of 256 in 4 of 8 groups", catalogued("DeepSeek-V3")),
    /** 8 of 384. */
    KIMI_K2("Kimi-K2, 8 of 384", catalogued("Kimi-K2")),
    /** As of Qwen3-Next, with a sigmoid so that sizes alone differ. */
    TOP_10_OF_512("10 of 512", GateSpec.builder(512, 10).build()),
    /** As of Nemotron-3: many of many. */
    TOP_22_OF_512("22 of 512", GateSpec.builder(512, 22).build()),
    /** 16 of 896. */
    KIMI_K3("Kimi-K3, 16 of 896", catalogued("Kimi-K3"));

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // GateSpec is immutable, but carries none of the annotations that say so
    private final GateSpec spec;

    Shape(String label, GateSpec spec) {
        this.label = label;
        this.spec = spec;
    }

    private static GateSpec catalogued(String model) {
        return ModelCatalogue.require(model).spec();
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
        return spec;
    }
}
