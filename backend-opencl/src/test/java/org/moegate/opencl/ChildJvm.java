package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jocl.CL;
import org.jspecify.annotations.NullMarked;
import org.moegate.Backends;
import org.moegate.kernelbuilds.BinaryCache;

/** A JVM of its own for what this one can no longer try: other drivers, a heap of another size. */
final class ChildJvm {

    private ChildJvm() {}

    /** What a program prints. */
    static String output(Map<String, String> environment, List<String> jvmFlags, Class<?> program, String... args)
            throws IOException, InterruptedException {
        Process process = start(List.of(), environment, jvmFlags, program, args);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    /** A program that runs beside this one, started by another command if one is given. */
    static Process start(
            List<String> by, Map<String, String> environment, List<String> jvmFlags, Class<?> program, String... args)
            throws IOException {
        List<String> command = new ArrayList<>(by);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.add("--class-path");
        command.add(classPath());
        command.add(program.getName());
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return builder.start();
    }

    private static String classPath() {
        return String.join(
                File.pathSeparator,
                Stream.of(
                                ChildJvm.class,
                                OpenClBackendProvider.class,
                                BinaryCache.class,
                                Backends.class,
                                CL.class,
                                NullMarked.class)
                        .map(type -> type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .distinct()
                        .toList());
    }
}
