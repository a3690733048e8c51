package org.moegate.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@DisplayName("A benchmark that cannot go on says why in one line:")
class FailureLineTest {

    private final StringWriter err = new StringWriter();

    static Stream<Throwable> failures() {
        return Stream.of(
                new IOException("disk full"),
                new UncheckedIOException(new IOException("disk full")),
                new IllegalStateException("two\nlines"),
                new OutOfMemoryError("Java heap space"),
                new InternalError("a fault occurred in an unsafe memory access operation"),
                new NoClassDefFoundError("org/example/Gone"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("whatever is thrown")
    void endsInOneLine(Throwable failure) {
        assertEquals(1, execute(failure, false));
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().startsWith("moegate: "), err.toString());
    }

    @Test
    @DisplayName("with the stack trace behind it where that was asked for")
    void showsTheStackTrace() {
        assertEquals(1, execute(new NoClassDefFoundError("org/example/Gone"), true));
        assertTrue(err.toString().contains("\tat org.moegate."), err.toString());
    }

    @Test
    @DisplayName("that of a JVM of its own is what was thrown there")
    void tellsWhatAnotherJvmThrew() {
        IllegalStateException failure = assertThrows(
                IllegalStateException.class, () -> ForkedJava.answerOf(FirstCallProbe.class, "NO_SUCH_SHAPE", "1"));
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.matches("java\\.lang\\.IllegalArgumentException: .*NO_SUCH_SHAPE"), message);
    }

    private int execute(Throwable failure, boolean debug) {
        FailureLine line = new FailureLine(debug);
        return new CommandLine(new Failing(failure))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler(line)
                .setExecutionStrategy(line)
                .execute();
    }

    @Command(name = "fail")
    private record Failing(Throwable failure) implements Callable<Integer> {

        @Override
        public Integer call() throws Exception {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        }
    }
}
