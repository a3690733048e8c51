package org.moegate.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What a driver prints on stdout")
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere another variable names folders of libraries")
class TalkativeDriverIT {

    @TempDir
    private Path folder;

    @Test
    @DisplayName("goes to stderr, and stdout stays JSON")
    void goesToStderr() throws IOException, InterruptedException {
        compile(folder.resolve("libOpenCL.so.1"), """
                #include <stdio.h>
                __attribute__((constructor)) static void load(void) { printf("words of a driver\\n"); }
                int clGetPlatformIDs(unsigned room, void *platforms, unsigned *found) { return -1001; }
                """);
        Launch.Result result = new Launch(Checkout.built(folder.resolve("moegate")))
                .with("LD_LIBRARY_PATH", folder.toString())
                .run("backends", "--json");
        result.assertExitCode(0);
        assertTrue(result.json().get("backends").isArray(), result.out());
        assertTrue(result.err().contains("words of a driver\n"), result.err());
    }

    private static void compile(Path library, String source) throws IOException, InterruptedException {
        String path = System.getenv().getOrDefault("PATH", "");
        assumeTrue(
                Stream.of(path.split(File.pathSeparator, -1))
                        .anyMatch(programs -> Files.isExecutable(Path.of(programs, "cc"))),
                "no C compiler cc is on the PATH");
        Process compiler = new ProcessBuilder("cc", "-shared", "-fPIC", "-x", "c", "-", "-o", library.toString())
                .redirectErrorStream(true)
                .start();
        compiler.outputWriter().append(source).close();
        String printed = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, compiler.waitFor(), printed);
    }
}
