package org.moegate.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Where the process starts and ends. */
public final class Main {

    private Main() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param args the command's name and its arguments
     * @throws IOException if the output cannot be opened that the launcher has chosen
     */
    public static void main(String[] args) throws IOException {
        PrintWriter err = utf8(new FileOutputStream(FileDescriptor.err));
        PrintWriter out = utf8(OwnOutput.open());
        int exitCode = commandLine(out, err).execute(args);
        out.flush();
        err.flush();
        System.exit(exitCode);
    }

    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        ErrorLines errors = new ErrorLines();
        return new CommandLine(new MoegateCommand(err))
                .addSubcommand(new RouteCommand(out))
                .addSubcommand(new BackendsCommand(out))
                .addSubcommand(new ModelsCommand(out))
                .addSubcommand(new ConformanceCommand(out, err))
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(100)
                // a file may well be called @logits.safetensors
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setExecutionStrategy(new LoggedExecution(err));
    }

    /** The bars of the load strip exist in UTF-8 only, whatever a bare POSIX locale says. */
    private static PrintWriter utf8(OutputStream bytes) {
        return new PrintWriter(bytes, true, StandardCharsets.UTF_8);
    }
}
