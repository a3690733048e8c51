package org.moegate.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Runs a class in a JVM of its own, started like those that JMH forks. */
public final class ForkedJava {

    /** The system property with the file for the answer: on the process's stdout drivers print what they like. */
    private static final String ANSWER = "moegate.answer";

    private static final String THROWN = "Exception in thread \"main\" ";

    private ForkedJava() {}

    /** What the forked process calls with its result. */
    public static void answer(String text) {
        Path file = Path.of(Objects.requireNonNull(System.getProperty(ANSWER), ANSWER));
        try {
            Files.writeString(file, text);
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    /**
     * What a class gives as its {@link #answer}.
     *
     * @throws IllegalStateException with the reason in a line and all that the class printed as its cause, if it fails
     */
    public static String answerOf(Class<?> main, String... arguments) {
        try {
            Path file = Files.createTempFile("moegate-answer", ".txt");
            try {
                run(command(file, main, arguments));
                return Files.readString(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + main.getName(), interrupted);
        }
    }

    private static List<String> command(Path answer, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                JvmFlags.VECTORS,
                JvmFlags.NATIVE,
                JvmFlags.UNSAFE,
                "-D" + ANSWER + "=" + answer,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(
                    reason(printed), new IllegalStateException(String.join(" ", command) + " failed: " + printed));
        }
    }

    /** What the process threw; its last words if it came to no exception. */
    private static String reason(String printed) {
        List<String> lines = printed.lines().toList();
        return lines.stream()
                .filter(line -> line.contains(THROWN))
                .map(line -> line.substring(line.indexOf(THROWN) + THROWN.length()))
                .findFirst()
                .orElse(lines.isEmpty() ? "a process ended without a word" : lines.getLast());
    }
}
