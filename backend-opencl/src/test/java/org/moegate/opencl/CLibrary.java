package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Libraries made by the system's C compiler; a test that asks for one is skipped where there is none. */
final class CLibrary {

    private CLibrary() {}

    /** A loader that knows no driver, for what JOCL does before it asks one. */
    static void emptyLoader(Path file) throws IOException, InterruptedException {
        compile(file, """
                int clGetPlatformIDs(unsigned room, void *platforms, unsigned *found) { return -1001; }
                """);
    }

    /** A library that leaves a file as soon as it is loaded. */
    static void leaving(Path trace, Path file) throws IOException, InterruptedException {
        compile(file, """
                #include <stdio.h>
                __attribute__((constructor)) static void run(void) { fclose(fopen("%s", "w")); }
                """.formatted(trace));
    }

    private static void compile(Path file, String source) throws IOException, InterruptedException {
        String path = System.getenv().getOrDefault("PATH", "");
        assumeTrue(
                Stream.of(path.split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cc"))),
                "no C compiler cc is on the PATH");
        Process compiler = new ProcessBuilder("cc", "-shared", "-fPIC", "-x", "c", "-", "-o", file.toString())
                .redirectErrorStream(true)
                .start();
        compiler.outputWriter().append(source).close();
        String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, compiler.waitFor(), output);
    }
}
