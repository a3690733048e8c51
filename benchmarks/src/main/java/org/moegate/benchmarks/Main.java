package org.moegate.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.moegate.benchmarks.bench.BenchCommand;
import picocli.CommandLine;

/** Where the process starts and ends. */
public final class Main {

    private Main() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param args the command's name, or none for the comparison, and its options
     * @throws IOException if the output cannot be opened that the launcher has chosen
     */
    public static void main(String[] args) throws IOException {
        System.exit(commandLine(utf8(OwnOutput.open())).execute(args));
    }

    static CommandLine commandLine(PrintWriter out) {
        FailureLine failures = FailureLine.ofEnvironment();
        return new CommandLine(new CompareCommand())
                .addSubcommand(new ScalingCommand())
                .addSubcommand(new FirstCallCommand())
                .addSubcommand(new ThreadsCommand())
                .addSubcommand(new DispatchCommand())
                .addSubcommand(new BenchCommand())
                .addSubcommand(new OpenClKernelsCommand())
                .addSubcommand(new CudaKernelsCommand())
                .addSubcommand(new CudaDispatchCommand())
                .addSubcommand(new CudaSoakCommand())
                .setOut(out)
                .setErr(utf8(new FileOutputStream(FileDescriptor.err)))
                .setExecutionExceptionHandler(failures)
                .setExecutionStrategy(failures)
                .setUsageHelpWidth(100);
    }

    /** The blocks of the progress bar exist in UTF-8 only, whatever a bare POSIX locale says. */
    private static PrintWriter utf8(OutputStream bytes) {
        return new PrintWriter(bytes, true, StandardCharsets.UTF_8);
    }
}
