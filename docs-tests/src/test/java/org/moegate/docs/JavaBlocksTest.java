package org.moegate.docs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The docs show no code that is not also in a source file, where the compiler sees it; most of those are run by tests too. */
@DisplayName("The docs' Java blocks")
class JavaBlocksTest {

    private static final String LANGUAGE = "java";

    @TestFactory
    @DisplayName("stand in sources that are compiled, line by line")
    Stream<DynamicTest> standInSources() throws IOException {
        List<List<String>> sources = sources();
        return Page.all().stream()
                .flatMap(page -> page.codeBlocks().stream())
                .filter(block -> block.language().equals(LANGUAGE))
                .map(block -> DynamicTest.dynamicTest(
                        block.place(),
                        () -> assertTrue(
                                sources.stream().anyMatch(source -> contains(source, block.lines())),
                                "no source has these lines one behind the other, as deep as they may be indented:\n"
                                        + block.text())));
    }

    @Test
    @DisplayName("are not found where a line differs, is missing or is indented otherwise")
    void isStrict() {
        List<String> source = List.of("class A {", "    int f() {", "        return 1;", "    }", "}");

        assertTrue(contains(source, List.of("int f() {", "    return 1;", "}")));
        assertFalse(contains(source, List.of("int f() {", "    return 2;", "}")));
        assertFalse(contains(source, List.of("int f() {", "}")));
        assertFalse(contains(source, List.of("int f() {", "return 1;", "}")));
        assertFalse(contains(source, List.of("}", "}", "}")));
    }

    /** Whatever Maven compiles, and what {@link Sandbox} compiles. */
    private static List<List<String>> sources() throws IOException {
        return Page.files(".java").stream()
                .filter(file -> file.startsWith(Sandbox.APP) || isCompiledByMaven(file))
                .map(file -> Page.text(file).lines().toList())
                .toList();
    }

    private static boolean isCompiledByMaven(Path file) {
        String path = file.toString().replace('\\', '/');
        return path.contains("/src/main/java/") || path.contains("/src/test/java/");
    }

    private static boolean contains(List<String> source, List<String> block) {
        for (int start = 0; start + block.size() <= source.size(); start++) {
            if (startsWith(source.subList(start, start + block.size()), block)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(List<String> source, List<String> block) {
        String first = source.getFirst();
        String indentation =
                first.substring(0, first.length() - first.stripLeading().length());
        for (int i = 0; i < block.size(); i++) {
            if (!source.get(i).equals((indentation + block.get(i)).stripTrailing())) {
                return false;
            }
        }
        return true;
    }
}
