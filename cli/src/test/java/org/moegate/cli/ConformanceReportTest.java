package org.moegate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The report")
class ConformanceReportTest {

    @Test
    @DisplayName("knows the contract's sections by their titles")
    void knowsSections() throws IOException {
        List<String> titles = Files.readAllLines(Path.of("..", "docs", "contract.md")).stream()
                .filter(line -> line.matches("## \\d+\\. \\w+.*"))
                // what follows a comma says more of the section, and is no part of its name
                .map(line -> line.replaceFirst("## \\d+\\. ([^,]+).*", "$1"))
                .toList();
        assertEquals(titles, ConformanceReport.SECTIONS);
    }
}
