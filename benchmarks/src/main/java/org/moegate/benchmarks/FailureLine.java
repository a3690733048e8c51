package org.moegate.benchmarks;

import java.io.IOException;
import org.moegate.BackendUnavailableException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says in one line what the user can do something about; all else keeps its stack trace. */
final class FailureLine implements IExecutionExceptionHandler {

    FailureLine() {}

    @Override
    public int handleExecutionException(Exception failed, CommandLine command, ParseResult parsed) throws Exception {
        if (failed instanceof IOException || failed instanceof BackendUnavailableException) {
            command.getErr().println("moegate: " + failed);
            return ExitCode.SOFTWARE;
        }
        throw failed;
    }
}
