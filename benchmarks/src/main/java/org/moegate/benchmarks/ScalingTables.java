package org.moegate.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** How the gate's time grows, one table a size. */
final class ScalingTables {

    private final Measurements measurements;

    ScalingTables(Measurements measurements) {
        this.measurements = measurements;
    }

    String render() {
        return sweep(
                        "How does the time grow with the experts? 8 chosen, calls of 1024 rows",
                        "experts",
                        ScalingPoint.byExperts(),
                        ScalingPoint::experts)
                + oddExperts()
                + sweep(
                        "How does the time grow with topk? 512 experts, calls of 1024 rows",
                        "topk",
                        ScalingPoint.byTopk(),
                        ScalingPoint::topk)
                + sweep(
                        "How does the time grow with the tokens? 8 of 256 experts",
                        "tokens",
                        ScalingPoint.byTokens(),
                        ScalingPoint::tokens);
    }

    private String sweep(String title, String size, List<ScalingPoint> points, ToIntFunction<ScalingPoint> sizeOf) {
        TextTable table = new TextTable(title)
                .number(size)
                .number("ns a row")
                .number("ns an expert")
                .number("us a call");
        for (ScalingPoint point : points) {
            Optional<Measurement> measured = measured(point);
            table.row(
                    "" + sizeOf.applyAsInt(point),
                    Cells.of(measured, Measurement::nanosPerRow),
                    Cells.of(measured, one -> one.nanosPerRow() / point.experts()),
                    Cells.of(measured, one -> one.nanos() / 1000));
        }
        return table.render();
    }

    private String oddExperts() {
        TextTable table = new TextTable("Do odd counts of experts cost more than the next greater multiple of 64?")
                .number("experts")
                .number("ns a row")
                .number("multiple of 64")
                .number("its ns a row")
                .number("odd / multiple");
        for (ScalingPoint odd : ScalingPoint.byOddExperts()) {
            Optional<Measurement> measured = measured(odd);
            Optional<Measurement> multiple = measured(odd.nextMultiple());
            table.row(
                    "" + odd.experts(),
                    Cells.of(measured, Measurement::nanosPerRow),
                    "" + odd.nextMultiple().experts(),
                    Cells.of(multiple, Measurement::nanosPerRow),
                    Cells.ratio(measured, multiple, Measurement::nanosPerRow));
        }
        return table.render();
    }

    private Optional<Measurement> measured(ScalingPoint point) {
        return measurements.find(ScalingBenchmark.class, point.parameters());
    }
}
