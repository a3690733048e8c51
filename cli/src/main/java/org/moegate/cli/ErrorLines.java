package org.moegate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moegate.BackendUnavailableException;
import org.moegate.spi.BackendException;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns every failure into one line and an exit code; the stack trace follows only where it was asked for. */
final class ErrorLines implements IParameterExceptionHandler, IExecutionExceptionHandler {

    ErrorLines() {}

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String sentence = e instanceof UnmatchedArgumentException unmatched ? unmatched(unmatched) : message(e);
        print(command.getErr(), seeHelp(sentence, command), e, List.of(args));
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        Throwable e = thrown instanceof ExecutionException && thrown.getCause() instanceof Error error ? error : thrown;
        String sentence = e instanceof WrongUseException ? seeHelp(message(e), command) : sentence(e);
        print(command.getErr(), sentence, e, parsed.originalArgs());
        return e instanceof WrongUseException ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    private static String seeHelp(String sentence, CommandLine command) {
        return sentence + " (see " + command.getCommandSpec().qualifiedName() + " --help)";
    }

    private static String unmatched(UnmatchedArgumentException e) {
        String argument = e.getUnmatched().getFirst();
        List<String> suggestions = e.getSuggestions();
        return (e.isUnknownOption() ? "unknown option " : "unknown command or argument ")
                + argument
                + (suggestions.isEmpty() ? "" : ", did you mean " + String.join(" or ", suggestions) + "?");
    }

    private static String sentence(Throwable e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + ": no such file or folder";
            case AccessDeniedException denied -> denied.getFile() + ": access denied";
            case FileAlreadyExistsException inTheWay -> inTheWay.getFile() + ": exists and is no folder";
            case IOException failed -> message(failed);
            case FailedRunException failed -> message(failed);
            case BackendUnavailableException unavailable -> message(unavailable);
            case BackendException failed -> message(failed);
            case OutOfMemoryError tooMuch -> "not enough memory for this run: " + message(tooMuch);
            default -> "unexpected failure, please report it with the output of " + CommonOptions.VERBOSE + ": " + e;
        };
    }

    private static String message(Throwable e) {
        @Nullable String message = e.getMessage();
        return message == null ? e.toString() : message;
    }

    private static void print(PrintWriter err, String sentence, Throwable e, List<String> args) {
        err.println("moegate: " + PrintableText.of(sentence));
        if (Verbosity.askedFor(args)) {
            e.printStackTrace(err);
        }
        err.flush();
    }
}
