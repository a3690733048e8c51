package org.moegate.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs benchmarks one after the other and keeps their results. JMH reports on stderr: stdout is for the tables. */
final class BenchmarkRun {

    private final RunOptions options;
    private final OutputFormat progress = OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL);
    private final List<RunResult> results = new ArrayList<>();

    BenchmarkRun(RunOptions options) {
        this.options = options;
    }

    void run(ChainedOptionsBuilder benchmark) throws RunnerException {
        Collection<RunResult> measured = new Runner(benchmark.build(), progress).run();
        results.addAll(measured);
    }

    /** All that has been run, written to the file asked for. */
    Measurements finish() {
        if (options.json != null) {
            // this class of its own accord: JMH's option names one file for one run
            try (PrintStream file = new PrintStream(options.json.toFile(), StandardCharsets.UTF_8)) {
                ResultFormatFactory.getInstance(ResultFormatType.JSON, file).writeOut(results);
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }
        return new Measurements(results.stream().map(Measurement::of).toList());
    }
}
