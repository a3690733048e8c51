package org.moegate.benchmarks.bench;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.moegate.benchmarks.report.BenchReport.Figure;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A benchmark class in a JVM that JMH forks.
 *
 * @param subject id of what it times
 * @param benchmark the class, whose set-up holds the result to the reference
 * @param timed the batch
 * @param more parameters besides model and tokens
 * @param timing for how long
 * @param setUpSeconds about how long the JVM takes before the first iteration
 * @param log gets what JMH says
 */
record HostTrial(
        String subject,
        Class<?> benchmark,
        Case timed,
        Map<String, String> more,
        Timing timing,
        double setUpSeconds,
        PrintStream log)
        implements Trial {

    @Override
    public String label() {
        return timed.label(subject);
    }

    @Override
    public double seconds() {
        return setUpSeconds + timing.seconds();
    }

    @Override
    public List<Figure> run() throws FailedTrialException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + benchmark.getName().replace(".", "\\.") + "\\.")
                .param("model", timed.gate().name())
                .param("tokens", "" + timed.tokens())
                .forks(1)
                .shouldFailOnError(true);
        more.forEach(options::param);
        timing.applyTo(options);
        try {
            Collection<RunResult> results = quietly(
                    new Runner(options.build(), OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL)));
            return List.of(timed.figure(
                    subject,
                    results.stream()
                            .flatMap(result -> result.getBenchmarkResults().stream())
                            .flatMap(fork -> fork.getIterationResults().stream())
                            .mapToDouble(
                                    iteration -> iteration.getPrimaryResult().getScore())
                            .toArray()));
        } catch (RunnerException failed) {
            throw new FailedTrialException(JmhFailure.reason(failed), failed);
        }
    }

    /** What the forked JVM prints JMH prints in turn, which would go through the progress. */
    private Collection<RunResult> quietly(Runner runner) throws RunnerException {
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setOut(log);
        System.setErr(log);
        try {
            return runner.run();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
