package org.moegate.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;
import org.moegate.GateSpecFields;
import org.moegate.HuggingFaceConfig;
import org.moegate.ModelCatalogue;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the spec comes from: a model of the catalogue, a config.json, the file's own metadata, and flags over any of them. */
final class SpecOptions {

    @Option(
            order = -30,
            names = "--model",
            paramLabel = "NAME",
            description = "Take the spec of this model; see moegate models.")
    private @Nullable String model;

    @Option(
            order = -29,
            names = "--config",
            paramLabel = "FILE",
            description = "Take the spec from a model's config.json.")
    private @Nullable Path config;

    @Mixin
    private final SpecFlags flags = new SpecFlags();

    SpecOptions() {}

    boolean anyGiven() {
        return model != null || config != null || !flags.given().isEmpty();
    }

    /** What the command line says of the spec, before any file of logits is looked at. */
    SpecSource source() throws IOException {
        if (model != null && config != null) {
            throw new WrongUseException("--model and --config both name the spec: give one of them");
        }
        if (model != null) {
            return new SpecSource(fieldsOfModel(model), "model " + model, flags.given());
        }
        if (config != null) {
            return new SpecSource(fieldsOfConfig(config), config.toString(), flags.given());
        }
        return new SpecSource(null, "", flags.given());
    }

    private static Map<String, Object> fieldsOfModel(String name) {
        try {
            return GateSpecFields.write(ModelCatalogue.require(name).spec());
        } catch (IllegalArgumentException e) {
            throw new WrongUseException(e.getMessage(), e);
        }
    }

    private static Map<String, Object> fieldsOfConfig(Path path) throws IOException {
        Map<String, Object> fields = ConfigFile.read(path);
        try {
            GateSpec spec = HuggingFaceConfig.read(fields);
            return GateSpecFields.write(spec);
        } catch (IllegalArgumentException e) {
            throw new WrongUseException(path + ": " + e.getMessage(), e);
        }
    }
}
