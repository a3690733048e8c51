package org.moegate.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The rules")
class RulesPageTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Path PAGE = DOCS.resolve("conformance-rules.md");

    /** Set it to write the page instead of comparing it. */
    private static final boolean WRITE = Boolean.getBoolean("moegate.writeRulesPage");

    @Test
    @DisplayName("stand on their page as they stand in the code")
    void pageIsUpToDate() throws IOException {
        String page = page();
        if (WRITE) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE), "rewrite it with -Dmoegate.writeRulesPage=true");
    }

    @Test
    @DisplayName("name lines that the contract has")
    void contractHasTheirLines() throws IOException {
        String contract = Files.readString(DOCS.resolve("contract.md"));
        for (Method rule : rules()) {
            String line = annotation(rule).contract();
            assertTrue(
                    contract.contains("**" + line + " ")
                            || contract.contains("**" + line + "**")
                            || contract.contains("| " + line + " |"),
                    rule.getName() + " names line " + line);
        }
    }

    private static String page() {
        return """
                # The rules of the conformance kit

                %d rules, in the order of the [contract](contract.md). Each is a test of this name, for every device. A rule is skipped
                where the backend cannot run or the device refuses every request of it; what else skips it stands with it.

                | contract | rule | what must hold | when it fails, check | skipped |
                | --- | --- | --- | --- | --- |
                %s
                """.formatted(
                        rules().size(), rules().stream().map(RulesPageTest::row).collect(Collectors.joining("\n")));
    }

    private static List<Method> rules() {
        return Arrays.stream(AllRules.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Rule.class))
                .sorted(Comparator.comparingInt(
                                (Method method) -> RuleNames.of(method).line())
                        .thenComparing(Method::getName))
                .toList();
    }

    private static String row(Method method) {
        Rule rule = annotation(method);
        return "| %s | `%s` | %s | %s | %s |"
                .formatted(rule.contract(), method.getName(), rule.value(), rule.check(), rule.skipped());
    }

    private static Rule annotation(Method method) {
        return method.getAnnotation(Rule.class);
    }
}
