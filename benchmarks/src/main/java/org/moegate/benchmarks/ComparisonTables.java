package org.moegate.benchmarks;

import java.util.Map;
import java.util.Optional;
import org.moegate.DType;

/** What the comparison found, one table a question. */
final class ComparisonTables {

    private static final int BATCH = 1024;

    private final Measurements measurements;

    ComparisonTables(Measurements measurements) {
        this.measurements = measurements;
    }

    String render() {
        return floor() + singleToken() + baselines(BATCH) + baselines(1);
    }

    private String floor() {
        TextTable table = new TextTable(
                        "How far is the gate from its floor, the pass that only loads, scores and stores?"
                                + " Calls of 1024 rows")
                .text("shape")
                .text("logits")
                .number("gate, ns a row")
                .number("floor, ns a row")
                .number("gate / floor");
        for (Shape shape : Shape.values()) {
            for (DType dtype : DType.values()) {
                Optional<Measurement> gate = gate(shape, dtype, BATCH);
                Optional<Measurement> floor = measurements.find(
                        ScorePassBenchmark.class,
                        Map.of("model", shape.gateName(), "dtype", dtype.name(), "tokens", "" + BATCH));
                table.row(
                        shape.label(),
                        dtype.name(),
                        Cells.of(gate, Measurement::nanosPerRow),
                        Cells.of(floor, Measurement::nanosPerRow),
                        Cells.ratio(gate, floor, Measurement::nanosPerRow));
            }
        }
        return table.render();
    }

    private String singleToken() {
        TextTable table = new TextTable(
                        "What does a call cost? A single token beside a row of 1024, and what calls allocate")
                .text("shape")
                .text("logits")
                .number("one token, ns")
                .number("times a row of 1024")
                .number("bytes, 1 token")
                .number("bytes, 1024 tokens");
        for (Shape shape : Shape.values()) {
            for (DType dtype : DType.values()) {
                Optional<Measurement> one = gate(shape, dtype, 1);
                Optional<Measurement> batch = gate(shape, dtype, BATCH);
                table.row(
                        shape.label(),
                        dtype.name(),
                        Cells.of(one, Measurement::nanos),
                        Cells.ratio(one, batch, Measurement::nanosPerRow),
                        Cells.of(one, Measurement::bytes),
                        Cells.of(batch, Measurement::bytes));
            }
        }
        return table.render();
    }

    private String baselines(int tokens) {
        TextTable table = new TextTable("How many times faster than what an engine has today? F32, calls of "
                        + (tokens == 1 ? "1 row" : tokens + " rows"))
                .text("shape")
                .number("gate, ns a row")
                .number("plain Java, ns a row")
                .number("PyTorch, ns a row")
                .number("times plain Java")
                .number("times PyTorch");
        for (Shape shape : Shape.values()) {
            Optional<Measurement> gate = gate(shape, DType.F32, tokens);
            Optional<Measurement> plain = baseline(PlainJavaBenchmark.class, shape, tokens);
            Optional<Measurement> library = baseline(TensorLibraryBenchmark.class, shape, tokens);
            table.row(
                    shape.label(),
                    Cells.of(gate, Measurement::nanosPerRow),
                    Cells.of(plain, Measurement::nanosPerRow),
                    Cells.of(library, Measurement::nanosPerRow),
                    Cells.ratio(plain, gate, Measurement::nanosPerRow),
                    Cells.ratio(library, gate, Measurement::nanosPerRow));
        }
        return table.render();
    }

    private Optional<Measurement> gate(Shape shape, DType dtype, int tokens) {
        return measurements.find(
                GateBenchmark.class, Map.of("model", shape.gateName(), "dtype", dtype.name(), "tokens", "" + tokens));
    }

    private Optional<Measurement> baseline(Class<?> benchmark, Shape shape, int tokens) {
        return measurements.find(benchmark, Map.of("model", shape.gateName(), "tokens", "" + tokens));
    }
}
