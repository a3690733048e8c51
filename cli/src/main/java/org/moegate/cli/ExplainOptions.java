package org.moegate.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The gate to explain the backends by: a model, a config.json, and flags over either or instead of both. */
final class ExplainOptions {

    private static final String FLAGS_ALONE = "";

    @Option(
            order = -30,
            names = "--explain",
            arity = "0..1",
            fallbackValue = FLAGS_ALONE,
            paramLabel = "SPEC",
            description = "Say what each device would run for this gate, and why: a model's name, a config.json, or "
                    + "nothing where flags say it all.")
    private @Nullable String spec;

    @Mixin
    private final SpecFlags flags = new SpecFlags();

    ExplainOptions() {}

    /** The gate; empty where none is to be explained. */
    Optional<SpecSource.Found> gate() throws IOException {
        if (spec == null) {
            if (!flags.given().isEmpty()) {
                throw new WrongUseException("flags of a spec go with --explain: add it");
            }
            return Optional.empty();
        }
        return Optional.of(source(spec).spec());
    }

    private SpecSource source(String named) throws IOException {
        if (named.equals(FLAGS_ALONE)) {
            if (flags.given().isEmpty()) {
                throw new WrongUseException(
                        "no spec: name a model, a config.json, or at least --num-experts and --topk");
            }
            return new SpecSource(null, "", flags.given());
        }
        return named.endsWith(".json") || new File(named).exists()
                ? SpecSource.ofConfig(Path.of(named), flags.given())
                : SpecSource.ofModel(named, flags.given());
    }
}
