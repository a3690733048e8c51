package org.moegate.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moegate.benchmarks.ThreadsBenchmark.Helper;

/** Times with one thread and with two, side by side. */
final class ThreadsTable {

    static final List<Shape> SHAPES = List.of(Shape.TOP_6_OF_64, Shape.TOP_8_OF_256, Shape.DEEPSEEK_V3, Shape.KIMI_K2);
    static final List<Integer> TOKENS = List.of(64, 256, 1024, 4096);

    private final Measurements measurements;

    ThreadsTable(Measurements measurements) {
        this.measurements = measurements;
    }

    String render() {
        TextTable table = new TextTable(
                        "What does a second thread bring? us a call; speed-up over the caller's thread alone")
                .text("gate")
                .number("tokens")
                .number("caller")
                .number("own threads")
                .number("speed-up")
                .number("caller's pool")
                .number("speed-up");
        for (Shape shape : SHAPES) {
            for (int tokens : TOKENS) {
                Optional<Measurement> alone = measured(shape, tokens, Helper.NONE);
                Optional<Measurement> own = measured(shape, tokens, Helper.OWN);
                Optional<Measurement> pool = measured(shape, tokens, Helper.POOL);
                table.row(
                        shape.label(),
                        "" + tokens,
                        micros(alone),
                        micros(own),
                        Cells.ratio(alone, own, Measurement::nanos),
                        micros(pool),
                        Cells.ratio(alone, pool, Measurement::nanos));
            }
        }
        return table.render();
    }

    private static String micros(Optional<Measurement> measurement) {
        return Cells.of(measurement, one -> one.nanos() / 1000);
    }

    private Optional<Measurement> measured(Shape shape, int tokens, Helper helper) {
        return measurements.find(ThreadsBenchmark.class, parameters(shape, tokens, helper));
    }

    static Map<String, String> parameters(Shape shape, int tokens, Helper helper) {
        return Map.of("model", shape.gateName(), "tokens", "" + tokens, "helper", helper.name());
    }
}
