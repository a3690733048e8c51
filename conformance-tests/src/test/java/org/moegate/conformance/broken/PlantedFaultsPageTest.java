package org.moegate.conformance.broken;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The gates that are broken on purpose")
class PlantedFaultsPageTest {

    private static final Path PAGE = Path.of("..", "docs", "planted-faults.md");

    /** Set it to write the page instead of comparing it. */
    private static final boolean WRITE = Boolean.getBoolean("moegate.writeRulesPage");

    @Test
    @DisplayName("stand on their page as they stand in the code")
    void pageIsUpToDate() throws IOException {
        String page = """
                # Planted faults

                The [conformance kit](conformance.md)'s own tests run it on these %d gates, each right but for one fault. The rule beside it
                must fail; [conformance-rules.md](conformance-rules.md) says what each rule asks for.

                | rule | planted fault |
                | --- | --- |
                %s
                """.formatted(
                        BrokenGatesTest.brokenGates().count(),
                        BrokenGatesTest.brokenGates()
                                // gates of a rule stay in their order
                                .sorted(Comparator.comparing(BrokenGate::rule))
                                .map(gate -> "| `%s` | %s |".formatted(gate.rule(), gate.fault()))
                                .collect(Collectors.joining("\n")));
        if (WRITE) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE), "rewrite it with -Dmoegate.writeRulesPage=true");
    }
}
