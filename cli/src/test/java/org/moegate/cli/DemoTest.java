package org.moegate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("moegate route --demo")
class DemoTest {

    @Test
    @DisplayName("fits a screen: 45 lines of 100 columns, no tabs")
    void fitsAScreen() {
        Cli.Result result = Cli.run("route", "--demo", "--backend", "cpu:scalar");
        assertEquals("", result.err());
        assertEquals(0, result.exitCode());
        List<String> lines = result.out().lines().toList();
        assertTrue(lines.size() <= 45, lines.size() + " lines");
        for (String line : lines.subList(0, lines.size() - 2)) {
            assertTrue(line.length() <= 100, line);
            assertFalse(line.contains("\t"), line);
        }
    }

    @Test
    @DisplayName("routes the same tokens of the same models in every run")
    void isReproducible() {
        List<Map<String, Object>> first = Cli.run("route", "--demo", "--json").results();
        List<Map<String, Object>> second =
                Cli.run("route", "--demo", "--json", "--backend", "cpu:scalar").results();
        assertEquals(
                List.of("DeepSeek-V3", "Kimi-K2", "Kimi-K3", "Qwen3-30B-A3B"),
                first.stream().map(result -> result.get("input")).toList());
        for (String field : List.of("spec", "rows", "expert_load")) {
            assertEquals(
                    first.stream().map(result -> result.get(field)).toList(),
                    second.stream().map(result -> result.get(field)).toList());
        }
    }

    @Test
    @DisplayName("writes a file for each model into the folder of --out")
    void writesFiles(@TempDir Path folder) {
        assertEquals(
                4,
                Cli.run("route", "--demo", "--json", "--out", folder).results().size());
        assertTrue(Files.exists(folder.resolve("Qwen3-30B-A3B.routing.safetensors")));
    }
}
