package org.moegate.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import org.moegate.BackendUnavailableException;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Says in one line what went wrong, errors included; the stack trace follows only where it was asked for. */
final class FailureLine implements IExecutionExceptionHandler, IExecutionStrategy {

    static final String DEBUG = "MOEGATE_DEBUG";

    private final boolean debug;

    FailureLine(boolean debug) {
        this.debug = debug;
    }

    static FailureLine ofEnvironment() {
        return new FailureLine(!System.getenv().getOrDefault(DEBUG, "").isBlank());
    }

    /** Hands over errors too, which picocli would let pass. */
    @Override
    public int execute(ParseResult parsed) {
        try {
            return new RunLast().execute(parsed);
        } catch (Error error) {
            throw new ExecutionException(parsed.asCommandLineList().getLast(), error.toString(), error);
        }
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        Throwable failed =
                thrown instanceof ExecutionException && thrown.getCause() instanceof Error error ? error : thrown;
        PrintWriter err = command.getErr();
        err.println("moegate: " + sentence(failed).strip().replaceAll("\\s*\\R\\s*", "; "));
        if (debug) {
            failed.printStackTrace(err);
        }
        err.flush();
        return ExitCode.SOFTWARE;
    }

    private static String sentence(Throwable failed) {
        if (failed instanceof IOException || failed instanceof BackendUnavailableException) {
            return failed.toString();
        }
        if (failed instanceof OutOfMemoryError) {
            return "not enough memory for this run: " + failed.getMessage();
        }
        return "unexpected failure, please report it with what " + DEBUG + "=1 shows: " + failed;
    }
}
