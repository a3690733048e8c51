package org.moegate.launcher;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run of the launcher, as a process. */
final class Launch {

    private static final int SECONDS = 120;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Checkout checkout;
    private final List<String> machine = new ArrayList<>();
    private final Map<String, String> variables = new HashMap<>();
    private int seconds = SECONDS;

    Launch(Checkout checkout) {
        this.checkout = checkout;
        variables.put("JAVA_HOME", System.getProperty("java.home"));
    }

    /** What a run came to. */
    record Result(int exitCode, String out, String err) {

        void assertExitCode(int expected) {
            assertEquals(expected, exitCode, out + err);
        }

        /** Says what it should and nothing besides. */
        void assertSays(String expected) {
            assertAll(
                    () -> assertEquals(expected, out, err),
                    () -> assertEquals("", err),
                    () -> assertEquals(0, exitCode));
        }

        /** What is on stdout, all of it. */
        JsonNode json() {
            return JSON.readTree(out);
        }

        /** Fails with a line of our own, and nothing on stdout. */
        void assertFailsInOneLine(String part) {
            assertAll(
                    () -> assertEquals("", out),
                    () -> assertEquals(1, err.lines().count(), err),
                    () -> assertTrue(err.startsWith("moegate: "), err),
                    () -> assertTrue(err.contains(part), err),
                    () -> assertEquals(1, exitCode));
        }
    }

    /** Runs it on another machine: behind a command that takes what to run as its last arguments. */
    Launch on(List<String> command) {
        machine.addAll(command);
        return this;
    }

    Launch with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** A test that hangs is one that fails. */
    Launch within(int most) {
        seconds = most;
        return this;
    }

    Process start(Path out, Path err, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(machine);
        command.add(checkout.launcher());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(checkout.folder().toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        // what the build sets for its own tests, or a user for himself
        List.of("LD_PRELOAD", "LD_LIBRARY_PATH", "MOEGATE_BACKEND", "MOEGATE_DEBUG", "OCL_ICD_VENDORS")
                .forEach(environment::remove);
        environment.putAll(variables);
        return builder.start();
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("launch", ".out");
        Path err = Files.createTempFile("launch", ".err");
        try {
            return end(start(out, err, arguments), out, err);
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Waits for the end of one that was started. */
    Result end(Process process, Path out, Path err) throws IOException, InterruptedException {
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        if (!ended) {
            kill(process);
        }
        assertTrue(ended, "has not ended after " + seconds + " seconds:\n" + Files.readString(err));
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** With all that it has started. */
    static void kill(Process process) throws InterruptedException {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly().waitFor();
        started.forEach(ProcessHandle::destroyForcibly);
    }
}
