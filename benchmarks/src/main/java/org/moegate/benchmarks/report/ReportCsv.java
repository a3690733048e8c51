package org.moegate.benchmarks.report;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moegate.benchmarks.report.BenchReport.Figure;
import org.moegate.benchmarks.report.BenchReport.Model;
import org.moegate.benchmarks.report.BenchReport.Subject;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;

/** The figures as a CSV file, one line a figure. */
final class ReportCsv {

    private static final CsvMapper MAPPER = new CsvMapper();

    /** Its columns, in order; a ratio that was not measured is empty. */
    private static final List<String> COLUMNS = List.of(
            "subject",
            "name",
            "kind",
            "place",
            "model",
            "experts",
            "topk",
            "dtype",
            "tokens",
            "median_ns",
            "low_ns",
            "high_ns",
            "samples",
            "ns_per_row",
            "times_floor");

    private ReportCsv() {}

    static String write(BenchReport report) {
        CsvSchema.Builder schema = CsvSchema.builder();
        COLUMNS.forEach(schema::addColumn);
        List<List<@Nullable Object>> lines =
                report.figures().stream().map(figure -> line(report, figure)).toList();
        return MAPPER.writer(schema.build().withHeader()).writeValueAsString(lines);
    }

    private static List<@Nullable Object> line(BenchReport report, Figure figure) {
        Subject subject = report.subject(figure.subject());
        Model model = report.model(figure.model());
        return Arrays.asList(
                subject.id(),
                subject.name(),
                subject.kind(),
                subject.place(),
                model.name(),
                model.experts(),
                model.topk(),
                figure.dtype(),
                figure.tokens(),
                figure.nanos().median(),
                figure.nanos().low(),
                figure.nanos().high(),
                figure.nanos().samples(),
                figure.nanosPerRow(),
                report.timesFloor(figure).orElse(null));
    }
}
