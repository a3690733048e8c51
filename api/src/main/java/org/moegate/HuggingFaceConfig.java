package org.moegate;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the gate out of a model's {@code config.json}, as published on Hugging Face. The family is told by
 * {@code model_type}, at the top or, for multimodal models, in {@code text_config}. A field that is absent takes a default
 * only where the family's published configuration class has it.
 *
 * <p>What the spec means is said at {@link ModelCatalogue}. Layers that do not use the gate, such as those that DeepSeek-V4
 * routes by a hash of the token ({@code num_hash_layers}), are not described by it.
 *
 * {@snippet :
 * Map<String, Object> config = new ObjectMapper().readValue(file, new TypeReference<>() {});
 * GateSpec spec = HuggingFaceConfig.read(config);
 * }
 */
public final class HuggingFaceConfig {

    private static final String MODEL_TYPE = "model_type";
    private static final String TEXT_CONFIG = "text_config";

    private static final SortedMap<String, HuggingFaceConfigFamily> FAMILIES = families();

    /** Families whose routers do more than a gate can. */
    private static final Map<String, String> BEYOND_THE_GATE = Map.of(
            "gemma4_text", "multiplies each weight by a learned per_expert_scale, which is not part of the gate");

    private HuggingFaceConfig() {}

    /**
     * Reads a gate.
     *
     * @param config a parsed {@code config.json}; only the fields that describe the gate are looked at
     * @return the gate, without fused shared experts
     * @throws IllegalArgumentException naming the field that is missing, or the field and the value that the gate cannot
     *     honour
     */
    public static GateSpec read(Map<String, ?> config) {
        ConfigFields outer = new ConfigFields(config);
        ConfigFields text = outer.has(TEXT_CONFIG) ? outer.nested(TEXT_CONFIG) : outer;
        // some multimodal models keep the model_type of an older family in their text_config
        if (text != outer && outer.has(MODEL_TYPE)) {
            @Nullable HuggingFaceConfigFamily family = FAMILIES.get(outer.requiredString(MODEL_TYPE));
            if (family != null) {
                return family.gate(text);
            }
        }
        String type = text.requiredString(MODEL_TYPE);
        @Nullable HuggingFaceConfigFamily family = FAMILIES.get(type);
        if (family == null) {
            @Nullable String reason = BEYOND_THE_GATE.get(type);
            throw text.wrong(
                    MODEL_TYPE,
                    type,
                    reason == null ? "must be one of " + String.join(", ", FAMILIES.keySet()) : reason,
                    null);
        }
        return family.gate(text);
    }

    private static SortedMap<String, HuggingFaceConfigFamily> families() {
        SortedMap<String, HuggingFaceConfigFamily> families = new TreeMap<>();
        for (Map<String, String> row : ResourceTable.read("huggingface-families.tsv")) {
            String types = ResourceTable.take(row, MODEL_TYPE);
            HuggingFaceConfigFamily family = HuggingFaceConfigFamily.parse(row);
            for (String type : types.split("\\|", -1)) {
                if (families.put(type, family) != null) {
                    throw new IllegalStateException("huggingface-families.tsv lists " + type + " twice");
                }
            }
        }
        return Collections.unmodifiableSortedMap(families);
    }
}
