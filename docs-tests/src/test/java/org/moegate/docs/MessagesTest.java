package org.moegate.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The messages that the page on troubleshooting explains")
class MessagesTest {

    /** Stands for what differs from one message to the next. */
    private static final String VARIABLE = "…";

    @Test
    @DisplayName("stand in the code, in the same words")
    void standInTheCode() throws IOException {
        String sources = sources();
        List<String> gone = Page.read(Path.of("docs", "troubleshooting.md")).codeInHeadings().stream()
                .flatMap(message -> Arrays.stream(message.split(VARIABLE, -1)))
                .filter(part -> !sources.contains(part.strip()))
                .toList();
        assertEquals(List.of(), gone);
    }

    /** All code that is published, with strings that go on in another line put together, and the launcher. */
    private static String sources() throws IOException {
        String launcher = Page.text(Path.of("moegate"));
        return launcher
                + Page.files(".java").stream()
                        .filter(file -> file.toString().replace('\\', '/').contains("/src/main/java/org/moegate/"))
                        .map(Page::text)
                        .collect(Collectors.joining())
                        .replaceAll("\"\\s*\\+\\s*\"", "");
    }
}
