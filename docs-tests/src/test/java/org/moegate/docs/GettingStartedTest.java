package org.moegate.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The page 'Getting started'")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the docs' commands are those of a Unix shell")
class GettingStartedTest {

    @Test
    @DisplayName("shows what its program prints, on the class path and on the module path")
    void showsWhatIsPrinted(@TempDir Path folder) throws IOException, InterruptedException {
        List<CodeBlock> blocks =
                Page.read(Path.of("docs", "getting-started.md")).codeBlocks();
        String shown = only(blocks, "text").text();
        Sandbox sandbox = new Sandbox(folder);
        List<ShellCommand> runs = blocks.stream()
                .filter(block -> block.language().equals(CodeBlock.SHELL))
                .flatMap(block -> ShellCommand.of(block).stream())
                .filter(command -> command.program().equals("java"))
                .toList();
        assertEquals(2, runs.size());
        for (ShellCommand run : runs) {
            assertEquals(shown, sandbox.run(run.text()).out(), run.text());
        }
    }

    private static CodeBlock only(List<CodeBlock> blocks, String language) {
        List<CodeBlock> found = blocks.stream()
                .filter(block -> block.language().equals(language))
                .toList();
        assertEquals(1, found.size(), language);
        return found.getFirst();
    }
}
