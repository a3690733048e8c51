package org.moegate.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The docs' code blocks")
class BlocksTest {

    /** Of each there is a test here; {@code text} is no code: output, formulas and lines of a file. */
    private static final Set<String> LANGUAGES = Set.of("java", "sh", "xml", "kotlin", "text");

    @Test
    @DisplayName("are all of a language that a test here knows; indented ones hold shell commands")
    void areKnown() throws IOException {
        List<String> unknown = Page.all().stream()
                .flatMap(page -> page.codeBlocks().stream())
                .filter(block -> !LANGUAGES.contains(block.language()))
                .map(block -> block.place() + ": " + block.language())
                .toList();
        assertEquals(List.of(), unknown);
    }
}
