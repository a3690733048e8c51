package org.moegate.benchmarks;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Option;

/** How long to measure, and where the raw results go. */
final class RunOptions {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--quick", description = "Shorter and fewer iterations: a first look, not for publication.")
    boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Write JMH's raw results to this file.")
    @Nullable
    Path json;

    /** A benchmark class on one shape. */
    ChainedOptionsBuilder measure(Class<?> benchmark, Shape shape) {
        return measure(benchmark).param("model", shape.gateName());
    }

    /** A benchmark class with the iterations it declares, or shorter ones, and the bytes it allocates. */
    ChainedOptionsBuilder measure(Class<?> benchmark) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\b" + benchmark.getSimpleName() + "\\.")
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        if (quick) {
            options.warmupIterations(2).warmupTime(TimeValue.milliseconds(200));
            options.measurementIterations(3).measurementTime(TimeValue.milliseconds(100));
        }
        return options;
    }
}
