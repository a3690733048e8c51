package org.moegate.docs;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Node;

@DisplayName("The docs' build files")
class DependencyBlocksTest {

    private static final String GROUP = "org.moegate";

    /** As Gradle writes them, and some plugins of Maven. */
    private static final Pattern COORDINATES = Pattern.compile(Pattern.quote(GROUP) + ":([\\w-]+)(?::([\\w.-]+))?");

    /** What a version may also be: a property, whose value is a line of the same block. */
    private static final String VERSION_PROPERTY = "${moegate.version}";

    @TestFactory
    @DisplayName("of Maven are well-formed, and name what is built here")
    Stream<DynamicTest> maven() throws IOException {
        Reactor reactor = Reactor.read();
        return blocks("xml")
                .map(block -> DynamicTest.dynamicTest(block.place(), () -> {
                    // a fragment may have several elements side by side; a whole file starts with what only a file may
                    String text = block.text().startsWith("<?xml")
                            ? block.text()
                            : "<fragment>" + block.text() + "</fragment>";
                    Node document = Reactor.parse(text);
                    for (Node dependency : Reactor.nodes(document, "//dependency[groupId='" + GROUP + "']")) {
                        String artifact =
                                Reactor.texts(dependency, "artifactId").getFirst();
                        assertTrue(reactor.versions().containsKey(artifact), artifact);
                        for (String version : Reactor.texts(dependency, "version")) {
                            assertVersion(reactor, artifact, version, block);
                        }
                    }
                    assertCoordinates(reactor, block);
                }));
    }

    @TestFactory
    @DisplayName("of Gradle name what is built here")
    Stream<DynamicTest> gradle() throws IOException {
        Reactor reactor = Reactor.read();
        return blocks("kotlin", "groovy")
                .map(block -> DynamicTest.dynamicTest(block.place(), () -> assertCoordinates(reactor, block)));
    }

    private static void assertCoordinates(Reactor reactor, CodeBlock block) {
        assertAll(COORDINATES.matcher(block.text()).results().map(coordinates -> () -> {
            String artifact = coordinates.group(1);
            assertTrue(reactor.versions().containsKey(artifact), artifact);
            if (coordinates.group(2) != null) {
                assertVersion(reactor, artifact, coordinates.group(2), block);
            }
        }));
    }

    private static void assertVersion(Reactor reactor, String artifact, String version, CodeBlock block) {
        String expected = reactor.versions().get(artifact);
        if (version.equals(VERSION_PROPERTY)) {
            List<String> values = Pattern.compile("<moegate.version>(.*)</moegate.version>")
                    .matcher(block.text())
                    .results()
                    .map((MatchResult value) -> value.group(1))
                    .toList();
            assertEquals(List.of(String.valueOf(expected)), values);
        } else {
            assertEquals(expected, version, artifact);
        }
    }

    private static Stream<CodeBlock> blocks(String... languages) throws IOException {
        return Page.all().stream()
                .flatMap(page -> page.codeBlocks().stream())
                .filter(block -> Set.of(languages).contains(block.language()));
    }
}
