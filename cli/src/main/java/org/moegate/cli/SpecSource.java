package org.moegate.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;
import org.moegate.GateSpecFields;
import org.moegate.HuggingFaceConfig;
import org.moegate.ModelCatalogue;
import org.moegate.PlanRequest;
import org.moegate.tensors.JsonObjects;
import org.moegate.tensors.TensorFile;

/**
 * The spec for each file: the fields that the command line names, or those in the file's metadata, and flags over both.
 *
 * @param base the fields of a model or config, or null to look into each file's metadata
 * @param baseOrigin where {@code base} comes from
 * @param flags single fields that override it
 */
record SpecSource(@Nullable Map<String, Object> base, String baseOrigin, Map<String, Object> flags) {

    /** Golden cases and routed outputs keep their spec under this key. */
    static final String METADATA_KEY = "spec";

    private static final String WIDTH = "num_experts";

    /**
     * A spec and where it comes from.
     *
     * @param spec the spec
     * @param origin for people
     */
    record Found(GateSpec spec, String origin) {

        /** The spec with inputs of the commonest type. */
        PlanRequest request() {
            return PlanRequest.of(spec);
        }
    }

    static SpecSource ofModel(String name, Map<String, Object> flags) {
        try {
            GateSpec spec = ModelCatalogue.require(name).spec();
            return new SpecSource(GateSpecFields.write(spec), "model " + name, flags);
        } catch (IllegalArgumentException e) {
            throw new WrongUseException(e.getMessage(), e);
        }
    }

    static SpecSource ofConfig(Path path, Map<String, Object> flags) throws IOException {
        Map<String, Object> fields = ConfigFile.read(path);
        try {
            GateSpec spec = HuggingFaceConfig.read(fields);
            return new SpecSource(GateSpecFields.write(spec), path.toString(), flags);
        } catch (IllegalArgumentException e) {
            throw new WrongUseException(path + ": " + e.getMessage(), e);
        }
    }

    /** The spec, where no file of logits adds to it. */
    Found spec() {
        Map<String, Object> fields = new LinkedHashMap<>();
        List<String> origins = new ArrayList<>();
        if (base != null) {
            fields.putAll(base);
            origins.add(baseOrigin);
        }
        addFlags(fields, origins);
        String origin = String.join(" and ", origins);
        return new Found(read("", fields, origin), origin);
    }

    Found specFor(TensorFile file, long width) {
        Map<String, Object> fields = new LinkedHashMap<>();
        List<String> origins = new ArrayList<>();
        @Nullable String metadata = file.metadata().get(METADATA_KEY);
        if (base != null) {
            fields.putAll(base);
            origins.add(baseOrigin);
        } else if (metadata != null) {
            fields.putAll(parse(file, metadata));
            origins.add("the file's metadata");
        } else if (!flags.containsKey("topk")) {
            throw new WrongUseException(
                    file.path() + ": no spec: give --model, --config or at least --topk, or store it as "
                            + "JSON under \"" + METADATA_KEY + "\" in the file's metadata");
        }
        addFlags(fields, origins);
        fields.putIfAbsent(WIDTH, width);
        String origin = String.join(" and ", origins);
        GateSpec spec = read(file.path() + ": ", fields, origin);
        if (spec.numExperts() != width) {
            throw new WrongUseException(file.path() + ": its logits are " + width + " wide, but the spec (" + origin
                    + ") has " + WIDTH + " = " + spec.numExperts());
        }
        return new Found(spec, origin);
    }

    private void addFlags(Map<String, Object> fields, List<String> origins) {
        if (!flags.isEmpty()) {
            fields.putAll(flags);
            origins.add("flags");
        }
    }

    private static Map<String, Object> parse(TensorFile file, String metadata) {
        try {
            return JsonObjects.parse(metadata);
        } catch (IllegalArgumentException e) {
            throw new FailedRunException(
                    file.path() + ": \"" + METADATA_KEY + "\" in its metadata: " + e.getMessage(), e);
        }
    }

    private static GateSpec read(String where, Map<String, Object> fields, String origin) {
        try {
            return GateSpecFields.read(fields);
        } catch (IllegalArgumentException e) {
            throw new WrongUseException(where + "spec from " + origin + ": " + e.getMessage(), e);
        }
    }
}
