package org.moegate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HuggingFaceConfigOfPublishedModelsTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void the_configuration_s_gate_is_the_catalogue_s(
            String repository, String name, Map<String, @Nullable Object> config) {
        assertEquals(ModelCatalogue.require(name).spec(), HuggingFaceConfig.read(config));
    }

    static List<Arguments> the_configuration_s_gate_is_the_catalogue_s() throws IOException {
        try (var in = Objects.requireNonNull(
                HuggingFaceConfigOfPublishedModelsTest.class.getResourceAsStream("huggingface-configs.tsv"))) {
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split("\t", -1)))
                    .map(cells -> Arguments.of(cells.get(0), cells.get(1), config(cells.subList(2, cells.size()))))
                    .toList();
        }
    }

    private static Map<String, @Nullable Object> config(List<String> cells) {
        Map<String, @Nullable Object> config = new HashMap<>();
        for (String cell : cells) {
            String[] field = cell.split("=", 2);
            config.put(field[0], field[1].equals("null") ? null : ResourceTable.literal(field[1]));
        }
        return config;
    }
}
