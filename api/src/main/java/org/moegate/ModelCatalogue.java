package org.moegate;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The gates of published models, by name. Values were read from the models' own configurations or reference code, and each
 * entry says where. Immutable and safe for use by many threads.
 *
 * <p>A spec describes the whole gate as its model defines it: the weights include the model's
 * {@code routed_scaling_factor}, wherever the model's code happens to multiply by it, and no shared expert is fused, since
 * that is an engine's choice.
 *
 * {@snippet :
 * GateSpec kimiK2 = ModelCatalogue.require("Kimi-K2").spec();
 * }
 *
 * <p>For a model that is not listed, {@link HuggingFaceConfig} reads its {@code config.json}.
 */
public final class ModelCatalogue {

    private static final String SELECTION_BIAS = "selection_bias";

    private static final List<Model> MODELS =
            ResourceTable.read("models.tsv").stream().map(ModelCatalogue::model).toList();

    private static final Map<String, Model> BY_KEY = byKey();

    private ModelCatalogue() {}

    /**
     * A published model's gate.
     *
     * @param name the model's name, without its publisher; unique whatever its case
     * @param spec the gate
     * @param selectionBias whether the gate has an {@code e_score_correction_bias}, whatever its checkpoint calls it
     * @param source the repository whose {@code config.json} the values were read from, or the code they were read from
     */
    public record Model(String name, GateSpec spec, boolean selectionBias, String source) {

        /** Checks for nulls. */
        public Model {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(spec, "spec");
            Objects.requireNonNull(source, "source");
        }
    }

    /**
     * Every model listed.
     *
     * @return the models, one family after the other
     */
    public static List<Model> models() {
        return MODELS;
    }

    /**
     * Looks a model up.
     *
     * @param name its name, in any case
     * @return the model, or empty if it is not listed
     */
    public static Optional<Model> find(String name) {
        return Optional.ofNullable(BY_KEY.get(key(name)));
    }

    /**
     * A model that must be listed.
     *
     * @param name its name, in any case
     * @return the model
     * @throws IllegalArgumentException naming the models whose names come near, if it is not listed
     */
    public static Model require(String name) {
        return find(name).orElseThrow(() -> {
            List<String> near = ModelCatalogueNames.near(
                    name, MODELS.stream().map(Model::name).toList());
            return new IllegalArgumentException("name = \"" + name + "\": must be a model of the catalogue"
                    + (near.isEmpty() ? ", and none has a similar name" : ", such as " + String.join(", ", near)));
        });
    }

    private static Model model(Map<String, String> row) {
        String name = ResourceTable.take(row, "name");
        String source = ResourceTable.take(row, "source");
        Map<String, Object> fields = new HashMap<>();
        row.forEach((column, cell) -> fields.put(column, ResourceTable.literal(cell)));
        boolean selectionBias = new ConfigFields(fields).requiredBoolean(SELECTION_BIAS);
        fields.remove(SELECTION_BIAS);
        return new Model(name, GateSpecFields.read(fields), selectionBias, source);
    }

    private static Map<String, Model> byKey() {
        Map<String, Model> byKey = new HashMap<>();
        for (Model model : MODELS) {
            if (byKey.put(key(model.name()), model) != null) {
                throw new IllegalStateException("models.tsv lists " + model.name() + " twice");
            }
        }
        return byKey;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
