package org.moegate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

@DisplayName("An error ends a command in one line, as an exception does:")
class ThrownErrorsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    static Stream<Error> errors() {
        return Stream.of(
                new OutOfMemoryError("Java heap space"),
                new StackOverflowError(),
                new InternalError("a fault occurred in an unsafe memory access operation"),
                new NoClassDefFoundError("org/example/Gone"),
                new ExceptionInInitializerError(new IllegalStateException("two\nlines")),
                new AssertionError("two\nlines"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void endsInOneLine(Error error) {
        assertEquals(1, execute(error));
        assertEquals("", out.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().startsWith("moegate: "), err.toString());
    }

    @Test
    @DisplayName("with its name, and what it is about")
    void tellsWhatHappened() {
        execute(new NoClassDefFoundError("org/example/Gone"));
        assertTrue(err.toString().contains("NoClassDefFoundError: org/example/Gone"), err.toString());
    }

    @Test
    @DisplayName("with the stack trace behind it where that was asked for")
    void showsTheStackTrace() {
        assertEquals(1, execute(new StackOverflowError(), "--verbose"));
        assertTrue(err.toString().lines().count() > 1, err.toString());
    }

    private int execute(Error error, String... options) {
        String[] args = Stream.concat(Stream.of("throw"), Stream.of(options)).toArray(String[]::new);
        PrintWriter errors = new PrintWriter(err, true);
        CommandLine throwing = new CommandLine(new Throwing(error)).setErr(errors);
        throwing.getCommandSpec().addMixin("common", CommandSpec.forAnnotatedObject(new CommonOptions()));
        return Main.commandLine(new PrintWriter(out, true), errors)
                .addSubcommand(throwing)
                .execute(args);
    }

    @Command(name = "throw")
    private static final class Throwing implements Runnable {

        private final Error error;

        Throwing(Error error) {
            this.error = error;
        }

        @Override
        public void run() {
            throw error;
        }
    }
}
