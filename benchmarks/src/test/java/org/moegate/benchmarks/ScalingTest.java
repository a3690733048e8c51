package org.moegate.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingTest {

    @Test
    void anOddCountIsComparedWithTheNextGreaterMultiple() {
        assertEquals(64, new ScalingPoint(60, 8, 1024).nextMultiple().experts());
        assertEquals(192, new ScalingPoint(160, 8, 1024).nextMultiple().experts());
        assertEquals(384, new ScalingPoint(320, 8, 1024).nextMultiple().experts());
    }

    @Test
    void everyTableIsFullWhenAllPointsAreMeasured() {
        List<Measurement> all = ScalingPoint.all().stream()
                .map(point -> new Measurement("ScalingBenchmark", point.parameters(), 1000.0 * point.tokens(), 0))
                .toList();
        String tables = new ScalingTables(new Measurements(all)).render();
        assertFalse(tables.lines().anyMatch(line -> line.endsWith(" -")), tables);
        assertTrue(tables.contains("1,000"), tables);
    }
}
