package org.moegate.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moegate.benchmarks.DispatchBenchmark.Step;
import org.openjdk.jmh.annotations.Param;

class DispatchTableTest {

    @Test
    void everyCellIsFullWhenAllIsMeasured() {
        List<Measurement> all = new ArrayList<>();
        for (Shape shape : DispatchTable.SHAPES) {
            for (int tokens : DispatchTable.TOKENS) {
                for (Step step : Step.values()) {
                    double nanos = step == Step.ROUTE ? 4000 : 1000;
                    all.add(new Measurement(
                            "DispatchBenchmark", DispatchTable.parameters(shape, tokens, step), nanos, 0));
                }
            }
        }
        String table = new DispatchTable(new Measurements(all)).render();
        assertFalse(table.contains(" - "), table);
        assertFalse(table.lines().anyMatch(line -> line.endsWith(" -")), table);
        assertTrue(table.contains("0.25"), table);
    }

    @Test
    void theBenchmarkMeasuresWhatTheTableShows() throws NoSuchFieldException {
        assertEquals(DispatchTable.SHAPES.stream().map(Shape::gateName).toList(), parameters("model"));
        assertEquals(DispatchTable.TOKENS.stream().map(String::valueOf).toList(), parameters("tokens"));
    }

    private static List<String> parameters(String name) throws NoSuchFieldException {
        return List.of(DispatchBenchmark.class
                .getField(name)
                .getAnnotation(Param.class)
                .value());
    }
}
