package org.moegate.benchmarks.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moegate.benchmarks.GateName;
import org.moegate.benchmarks.JvmFlags;
import org.moegate.benchmarks.OwnOutput;
import org.moegate.benchmarks.bench.Surroundings.Device;
import org.moegate.benchmarks.report.BenchReport;
import org.moegate.benchmarks.report.BenchReport.Absence;
import org.moegate.benchmarks.report.BenchReport.Figure;
import org.moegate.benchmarks.report.BenchReport.Host;
import org.moegate.benchmarks.report.BenchReport.Kind;
import org.moegate.benchmarks.report.BenchReport.Model;
import org.moegate.benchmarks.report.BenchReport.Settings;
import org.moegate.benchmarks.report.Comparison;
import org.moegate.benchmarks.report.Comparison.Verdict;
import org.moegate.benchmarks.report.ReportFiles;
import org.moegate.benchmarks.report.ReportJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** All that can run here, side by side, in one report. */
@Command(
        name = "bench",
        sortOptions = false,
        customSynopsis = "moegate bench [OPTIONS]",
        description =
                "Time every backend that can run here beside plain Java, PyTorch and the floor, and write a report with charts.",
        footer = {"", "Exit codes: 0 success, 1 something failed or, with --fail-if-slower, became slower, 2 wrong use."
        })
public final class BenchCommand implements Callable<Integer> {

    private static final double SECONDS_PER_MINUTE = 60;

    @Mixin
    private final BenchOptions options = new BenchOptions();

    @Spec
    private CommandSpec command;

    /** For picocli. */
    public BenchCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        options.requireSense();
        List<GateName> models = options.models();
        @Nullable BenchReport earlier = earlier();
        ReportFiles files = new ReportFiles(options.folder);
        files.prepare();
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Surroundings surroundings = SurroundingsProbe.look(models);
        List<Device> devices = devices(surroundings);
        BenchReport report;
        try (PrintStream log = new PrintStream(Files.newOutputStream(files.log()), true, StandardCharsets.UTF_8)) {
            TrialPlan plan = new TrialPlan(options, surroundings, devices, log);
            err.printf(
                    "moegate: %d measurements, about %s on an idle machine; what JMH says of them goes to %s%n",
                    plan.trials().size(), minutes(plan.seconds()), files.log());
            report = report(start, surroundings, plan, run(plan, err, log));
        }
        if (earlier != null) {
            report = report.with(Comparison.of(earlier, report));
        }
        files.write(report);
        print(report, files, out);
        return exitCode(report);
    }

    private static String minutes(double seconds) {
        long minutes = Math.round(Math.ceil(seconds / SECONDS_PER_MINUTE));
        return minutes == 1 ? "1 minute" : minutes + " minutes";
    }

    /** Read before minutes are spent on what it is to be compared with. */
    private @Nullable BenchReport earlier() throws IOException {
        if (options.against == null) {
            return null;
        }
        try {
            return ReportJson.read(options.against);
        } catch (NoSuchFileException missing) {
            throw options.wrongUse("--against = " + options.against + ": no such file");
        }
    }

    private List<Device> devices(Surroundings surroundings) {
        try {
            return options.backends.isEmpty()
                    ? ChosenDevices.best(surroundings.backends())
                    : ChosenDevices.of(options.backends, surroundings.backends());
        } catch (IllegalArgumentException wrong) {
            throw options.wrongUse("--backends: " + wrong.getMessage());
        }
    }

    /**
     * What became of the trials.
     *
     * @param figures of those that succeeded
     * @param failures the others
     */
    private record Outcome(List<Figure> figures, List<Absence> failures) {}

    private static Outcome run(TrialPlan plan, PrintWriter err, PrintStream log) {
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
        try (TrialProgress progress = new TrialProgress(plan.trials(), err, TerminalWidth.columns())) {
            for (Trial trial : plan.trials()) {
                progress.starts(trial);
                try {
                    outcome.figures().addAll(trial.run());
                } catch (FailedTrialException failed) {
                    failed.printStackTrace(log);
                    outcome.failures().add(new Absence(trial.label(), String.valueOf(failed.getMessage()), true));
                }
                progress.ended();
            }
        }
        return outcome;
    }

    private BenchReport report(Instant start, Surroundings surroundings, TrialPlan plan, Outcome outcome) {
        return new BenchReport(
                BenchReport.FORMAT,
                start.toString(),
                host(surroundings),
                new Settings(options.commandLine(), options.quick, options.threads, options.tokens(), options.dtypes()),
                plan.subjects(),
                Stream.concat(outcome.failures().stream(), plan.absent().stream())
                        .toList(),
                options.models().stream().map(BenchCommand::model).toList(),
                outcome.figures(),
                null);
    }

    private static Host host(Surroundings surroundings) {
        return new Host(
                surroundings.cpu(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("os.arch"),
                System.getProperty("java.vm.vendor") + " JDK " + Runtime.version(),
                // JMH starts its JVMs with the flags of this one, and those that benchmarks add
                Stream.concat(
                                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                                        .filter(flag -> !flag.startsWith("-D" + TerminalWidth.COLUMNS)
                                                && !flag.startsWith("-D" + OwnOutput.PROPERTY)),
                                JvmFlags.ALL.stream())
                        .distinct()
                        .toList(),
                Optional.ofNullable(BenchCommand.class.getPackage().getImplementationVersion())
                        .orElse("(version unknown)"));
    }

    private static Model model(GateName gate) {
        return new Model(
                gate.name(), gate.size(), gate.spec().numExperts(), gate.spec().topk());
    }

    private static void print(BenchReport report, ReportFiles files, PrintWriter out) {
        out.print(SummaryTables.times(report));
        out.println();
        out.print(SummaryTables.absent(report.absent()));
        if (report.comparison() != null) {
            out.print(SummaryTables.comparison(report, report.comparison()));
        }
        out.println("Report: " + files.html());
        out.println("CSV:    " + files.csv());
        out.println("JSON:   " + files.json());
        out.flush();
    }

    private int exitCode(BenchReport report) {
        boolean failed = report.absent().stream().anyMatch(Absence::failure);
        boolean slower = report.comparison() != null
                && report.comparison().with(Verdict.SLOWER).stream()
                        .anyMatch(change -> report.subject(change.subject()).kind() == Kind.BACKEND);
        return failed || (slower && options.failIfSlower) ? ExitCode.SOFTWARE : ExitCode.OK;
    }
}
