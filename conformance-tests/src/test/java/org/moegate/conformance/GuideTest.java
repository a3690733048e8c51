package org.moegate.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the guide 'Write a backend'")
class GuideTest {

    private static final Path GUIDE = Path.of("../docs/write-a-backend.md");
    private static final Path EXAMPLE = Path.of("../examples/custom-backend");

    /** A path in bold, then a block with that file's text. */
    private static final Pattern FILE =
            Pattern.compile("^\\*\\*(\\S+)\\*\\*\\n\\n```\\w*\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    @DisplayName("shows every file of the example as it is, and no other")
    void showsTheExample() throws IOException {
        Map<String, String> shown = new TreeMap<>();
        FILE.matcher(Files.readString(GUIDE)).results().forEach(block -> shown.put(block.group(1), block.group(2)));

        Map<String, String> example = new TreeMap<>();
        example.put("pom.xml", Files.readString(EXAMPLE.resolve("pom.xml")));
        try (Stream<Path> sources = Files.walk(EXAMPLE.resolve("src"))) {
            for (Path file : sources.filter(Files::isRegularFile).toList()) {
                String path = EXAMPLE.relativize(file).toString().replace('\\', '/');
                example.put(path, Files.readString(file));
            }
        }

        assertEquals(example.keySet(), shown.keySet());
        example.forEach((path, text) -> assertEquals(text, shown.get(path), path));
    }
}
