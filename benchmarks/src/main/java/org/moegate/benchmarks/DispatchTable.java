package org.moegate.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moegate.benchmarks.DispatchBenchmark.Step;

/** What follows the gate, as parts of the routing's time. */
final class DispatchTable {

    static final List<Shape> SHAPES = List.of(Shape.TOP_6_OF_64, Shape.DEEPSEEK_V3, Shape.KIMI_K2, Shape.KIMI_K3);
    static final List<Integer> TOKENS = List.of(1, 64, 4096);

    private final Measurements measurements;

    DispatchTable(Measurements measurements) {
        this.measurements = measurements;
    }

    String render() {
        TextTable table = new TextTable(
                        "What follows the gate: us a call, in blocks of 64; as parts of the routing's time")
                .text("gate")
                .number("tokens")
                .number("route")
                .number("count")
                .number("/ route")
                .number("align")
                .number("/ route")
                .number("reference / align")
                .number("pack")
                .number("/ route");
        for (Shape shape : SHAPES) {
            for (int tokens : TOKENS) {
                Optional<Measurement> route = measured(shape, tokens, Step.ROUTE);
                Optional<Measurement> count = measured(shape, tokens, Step.COUNT);
                Optional<Measurement> align = measured(shape, tokens, Step.ALIGN);
                Optional<Measurement> reference = measured(shape, tokens, Step.REFERENCE);
                Optional<Measurement> pack = measured(shape, tokens, Step.PACK);
                table.row(
                        shape.label(),
                        "" + tokens,
                        micros(route),
                        micros(count),
                        Cells.ratio(count, route, Measurement::nanos),
                        micros(align),
                        Cells.ratio(align, route, Measurement::nanos),
                        Cells.ratio(reference, align, Measurement::nanos),
                        micros(pack),
                        Cells.ratio(pack, route, Measurement::nanos));
            }
        }
        return table.render();
    }

    private static String micros(Optional<Measurement> measurement) {
        return Cells.of(measurement, one -> one.nanos() / 1000);
    }

    private Optional<Measurement> measured(Shape shape, int tokens, Step step) {
        return measurements.find(DispatchBenchmark.class, parameters(shape, tokens, step));
    }

    static Map<String, String> parameters(Shape shape, int tokens, Step step) {
        return Map.of("model", shape.gateName(), "tokens", "" + tokens, "step", step.name());
    }
}
