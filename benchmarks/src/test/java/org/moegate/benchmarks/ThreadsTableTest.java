package org.moegate.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moegate.benchmarks.ThreadsBenchmark.Helper;
import org.openjdk.jmh.annotations.Param;

class ThreadsTableTest {

    @Test
    void everyCellIsFullWhenAllIsMeasured() {
        List<Measurement> all = new ArrayList<>();
        for (Shape shape : ThreadsTable.SHAPES) {
            for (int tokens : ThreadsTable.TOKENS) {
                for (Helper helper : Helper.values()) {
                    double nanos = helper == Helper.NONE ? 3000 : 2000;
                    all.add(new Measurement(
                            "ThreadsBenchmark", ThreadsTable.parameters(shape, tokens, helper), nanos, 0));
                }
            }
        }
        String table = new ThreadsTable(new Measurements(all)).render();
        assertFalse(table.contains(" - "), table);
        assertFalse(table.lines().anyMatch(line -> line.endsWith(" -")), table);
        assertTrue(table.contains("1.50"), table);
    }

    @Test
    void theBenchmarkMeasuresWhatTheTableShows() throws NoSuchFieldException {
        assertEquals(ThreadsTable.SHAPES.stream().map(Shape::gateName).toList(), parameters("model"));
        assertEquals(ThreadsTable.TOKENS.stream().map(String::valueOf).toList(), parameters("tokens"));
    }

    private static List<String> parameters(String name) throws NoSuchFieldException {
        Field field = ThreadsBenchmark.class.getField(name);
        return List.of(field.getAnnotation(Param.class).value());
    }
}
