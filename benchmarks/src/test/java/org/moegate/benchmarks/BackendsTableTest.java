package org.moegate.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackendsTableTest {

    private static final List<String> BACKENDS = List.of("cpu", "opencl");

    @Test
    void everyCellIsFullWhenAllIsMeasured() {
        List<Measurement> all = new ArrayList<>();
        for (Shape shape : Shape.values()) {
            for (int tokens : BackendsTable.TOKENS) {
                Map<String, String> plain = Map.of("shape", shape.name(), "tokens", "" + tokens);
                all.add(new Measurement("PlainJavaBenchmark", plain, 9000, 0));
                for (String backend : BACKENDS) {
                    Map<String, String> parameters =
                            Map.of("backend", backend, "shape", shape.name(), "tokens", "" + tokens);
                    all.add(new Measurement("BackendBenchmark", parameters, backend.equals("cpu") ? 1000 : 2500, 0));
                }
            }
        }
        String table = new BackendsTable(BACKENDS, new Measurements(all)).render();
        assertFalse(table.contains(" - "), table);
        assertFalse(table.lines().anyMatch(line -> line.endsWith(" -")), table);
        assertTrue(table.contains("1.00"), table);
        assertTrue(table.contains("2.50"), table);
        assertTrue(table.contains("9.00"), table);
    }

    @Test
    void whatWasNotMeasuredIsADash() {
        String table = new BackendsTable(BACKENDS, new Measurements(List.of())).render();
        assertEquals(
                (long) Shape.values().length * BackendsTable.TOKENS.size(),
                table.lines().filter(line -> line.endsWith(" -")).count());
    }
}
