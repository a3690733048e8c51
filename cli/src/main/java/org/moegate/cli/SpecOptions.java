package org.moegate.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
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
            return SpecSource.ofModel(model, flags.given());
        }
        if (config != null) {
            return SpecSource.ofConfig(config, flags.given());
        }
        return new SpecSource(null, "", flags.given());
    }
}
