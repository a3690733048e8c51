package org.moegate.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs a class in a JVM of its own, started like those that JMH forks. */
public final class ForkedJava {

    private ForkedJava() {}

    /**
     * The last line that a class prints; those before are the JVM's warnings.
     *
     * @throws IllegalStateException with all it printed, if it fails
     */
    public static String lastLine(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                JvmFlags.VECTORS,
                JvmFlags.NATIVE,
                JvmFlags.UNSAFE,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(Arrays.asList(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed: " + printed);
            }
            return printed.substring(printed.lastIndexOf('\n') + 1);
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + main.getName(), interrupted);
        }
    }
}
