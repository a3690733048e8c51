package org.moegate.benchmarks.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.moegate.DType;
import org.moegate.benchmarks.Cells;
import org.moegate.benchmarks.TextTable;
import org.moegate.benchmarks.report.BenchReport;
import org.moegate.benchmarks.report.BenchReport.Absence;
import org.moegate.benchmarks.report.BenchReport.Kind;
import org.moegate.benchmarks.report.BenchReport.Model;
import org.moegate.benchmarks.report.BenchReport.Place;
import org.moegate.benchmarks.report.BenchReport.Subject;
import org.moegate.benchmarks.report.Comparison;
import org.moegate.benchmarks.report.Comparison.Change;
import org.moegate.benchmarks.report.Comparison.Verdict;

/** What of a report is printed. */
final class SummaryTables {

    private SummaryTables() {}

    static String times(BenchReport report) {
        DType dtype = report.settings().dtypes().getFirst();
        List<Subject> shown = report.subjects().stream()
                .filter(subject -> subject.place() == Place.HOST && subject.kind() != Kind.FLOOR)
                .toList();
        TextTable table = new TextTable(
                        "Time of a row in calls on heap memory, " + dtype + " logits, in ns; report and CSV have more")
                .text("model")
                .number("tokens");
        shown.forEach(subject -> table.number(subject.name()));
        for (Model model : report.models()) {
            for (int tokens : report.settings().tokens()) {
                Stream<String> cells = shown.stream()
                        .map(subject -> report.figure(subject.id(), model.name(), dtype, tokens)
                                .map(figure -> Cells.number(figure.nanosPerRow()))
                                .orElse(Cells.ABSENT));
                table.row(Stream.concat(Stream.of(model.name(), "" + tokens), cells)
                        .toArray(String[]::new));
            }
        }
        return table.render();
    }

    static String comparison(BenchReport report, Comparison comparison) {
        List<Change> changed = comparison.with(Verdict.SLOWER, Verdict.FASTER);
        StringBuilder text = new StringBuilder();
        if (!changed.isEmpty()) {
            TextTable table = new TextTable("Beyond noise, beside the run of " + comparison.earlierDate())
                    .text("what")
                    .text("model")
                    .text("logits")
                    .number("tokens")
                    .number("before, ns a row")
                    .number("now")
                    .number("times as long")
                    .text("");
            for (Change change : changed) {
                table.row(
                        report.subject(change.subject()).name(),
                        change.model(),
                        change.dtype().name(),
                        "" + change.tokens(),
                        Cells.number(change.earlier().median() / change.tokens()),
                        Cells.number(change.now().median() / change.tokens()),
                        Cells.ratio(change.now().median(), change.earlier().median()),
                        change.verdict().name().toLowerCase(Locale.ROOT));
            }
            text.append(table.render());
        }
        text.append("%nOf %d cases %d are slower and %d faster than in the run of %s.%n"
                .formatted(
                        comparison.changes().size(),
                        comparison.with(Verdict.SLOWER).size(),
                        comparison.with(Verdict.FASTER).size(),
                        comparison.earlierDate()));
        comparison
                .doubts()
                .forEach(doubt -> text.append("Doubtful: ").append(doubt).append(System.lineSeparator()));
        return text.toString();
    }

    static String absent(List<Absence> absent) {
        StringBuilder text = new StringBuilder();
        absent.forEach(absence -> text.append("%s %s: %s%n"
                .formatted(absence.failure() ? "Failed:" : "Left out:", absence.what(), absence.reason())));
        return text.toString();
    }
}
