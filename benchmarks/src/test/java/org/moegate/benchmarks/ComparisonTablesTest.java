package org.moegate.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTablesTest {

    private static final int FLOOR_TABLE = 1;
    private static final int SINGLE_TOKEN_TABLE = 2;
    private static final int BASELINES_TABLE = 3;
    private static final int SINGLE_TOKEN_BASELINES_TABLE = 4;

    private static final Measurement GATE = new Measurement(
            "GateBenchmark", Map.of("model", "Kimi-K2", "dtype", "F32", "tokens", "1024"), 1024 * 200.0, 0);
    private static final Measurement ONE_TOKEN =
            new Measurement("GateBenchmark", Map.of("model", "Kimi-K2", "dtype", "F32", "tokens", "1"), 500, 16);
    private static final Measurement FLOOR = new Measurement(
            "ScorePassBenchmark", Map.of("model", "Kimi-K2", "dtype", "F32", "tokens", "1024"), 1024 * 160.0, 0);
    private static final Measurement PLAIN =
            new Measurement("PlainJavaBenchmark", Map.of("model", "Kimi-K2", "tokens", "1024"), 1024 * 9000.0, 0);

    /** The text before the first table is empty, as each begins with an empty line. */
    private final List<String> tables =
            List.of(new ComparisonTables(new Measurements(List.of(GATE, ONE_TOKEN, FLOOR, PLAIN)))
                    .render()
                    .split("(?m)^\\R"));

    @Test
    void theGateIsComparedWithTheFloorByRow() {
        assertEquals("Kimi-K2, 8 of 384 F32 200 160 1.25", row(FLOOR_TABLE, "Kimi-K2, 8 of 384 F32"));
    }

    @Test
    void aSingleTokenIsComparedWithARowOfABatch() {
        assertEquals("Kimi-K2, 8 of 384 F32 500 2.50 16.0 0.0", row(SINGLE_TOKEN_TABLE, "Kimi-K2, 8 of 384 F32"));
    }

    @Test
    void aBaselineIsComparedWithTheGateAtAsManyTokens() {
        assertEquals("Kimi-K2, 8 of 384 200 9,000 - 45.00 -", row(BASELINES_TABLE, "Kimi-K2"));
        assertEquals("Kimi-K2, 8 of 384 500 - - - -", row(SINGLE_TOKEN_BASELINES_TABLE, "Kimi-K2"));
    }

    @Test
    void whatWasNotMeasuredIsADash() {
        assertEquals("Kimi-K2, 8 of 384 BF16 - - -", row(FLOOR_TABLE, "Kimi-K2, 8 of 384 BF16"));
    }

    /** The one row of a table that begins so, with single spaces. */
    private String row(int table, String start) {
        List<String> rows = tables.get(table)
                .lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .filter(line -> line.startsWith(start))
                .toList();
        assertEquals(1, rows.size(), tables.get(table));
        return rows.getFirst();
    }
}
