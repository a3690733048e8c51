package org.moegate.benchmarks.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moegate.ModelCatalogue;
import org.moegate.benchmarks.report.BenchReport;
import org.moegate.benchmarks.report.BenchReport.Absence;
import org.moegate.benchmarks.report.BenchReport.Figure;
import org.moegate.benchmarks.report.ReportFiles;
import org.moegate.benchmarks.report.ReportJson;
import picocli.CommandLine;

@DisplayName("moegate bench")
class BenchCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int execute(String... args) {
        return new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    @Test
    @DisplayName("holds a backend to the reference, times it beside the floor, and writes and prints the report")
    void endToEnd() throws IOException {
        int code = execute(
                "--quick",
                "--models",
                "6-of-64",
                "--tokens",
                "1",
                "--dtypes",
                "BF16",
                "--backends",
                "cpu:scalar",
                "--no-baselines",
                "--out",
                folder.toString());
        assertEquals(CommandLine.ExitCode.OK, code, out + "\n" + err);
        BenchReport report = ReportJson.read(new ReportFiles(folder).json());
        assertEquals(
                List.of("cpu:scalar", "floor"),
                report.figures().stream().map(Figure::subject).toList());
        assertTrue(report.figures().stream().allMatch(figure -> figure.nanos().median() > 0), report.toString());
        assertTrue(
                report.absent().stream().noneMatch(Absence::failure),
                report.absent().toString());
        assertTrue(out.toString().contains("6-of-64"), out.toString());
        assertTrue(out.toString().contains("Report: " + folder.resolve("bench.html")), out.toString());
        assertTrue(err.toString().startsWith("moegate: 2 measurements, about 1 min"), err.toString());
    }

    @Test
    @DisplayName("lists the models where one is wrong")
    void wrongModel() {
        assertEquals(CommandLine.ExitCode.USAGE, execute("--models", "Kimi-K9", "--out", folder.toString()));
        assertTrue(err.toString().startsWith("--models: model = \"Kimi-K9\": must be TOPK-of-EXPERTS"), err.toString());
        ModelCatalogue.models().forEach(model -> assertTrue(err.toString().contains(model.name()), model.name()));
    }

    @Test
    @DisplayName("takes no batch of no rows")
    void wrongTokens() {
        assertEquals(CommandLine.ExitCode.USAGE, execute("--tokens", "1,0", "--out", folder.toString()));
        assertTrue(err.toString().startsWith("--tokens = 0: must be from 1 to "), err.toString());
    }

    @Test
    @DisplayName("lists the element types where one is wrong")
    void wrongDtype() {
        assertEquals(CommandLine.ExitCode.USAGE, execute("--dtypes", "F8", "--out", folder.toString()));
        assertTrue(err.toString().contains("F32, F16, BF16"), err.toString());
    }

    @Test
    @DisplayName("looks for the earlier run before it times anything")
    void noEarlierRun() {
        assertEquals(
                CommandLine.ExitCode.USAGE,
                execute("--against", folder.resolve("none.json").toString()));
        assertTrue(err.toString().contains("none.json: no such file"), err.toString());
    }

    @Test
    @DisplayName("fails for slower figures only where there is something to compare with")
    void failIfSlowerAlone() {
        assertEquals(CommandLine.ExitCode.USAGE, execute("--fail-if-slower", "--out", folder.toString()));
        assertTrue(err.toString().startsWith("--fail-if-slower: needs --against"), err.toString());
    }
}
