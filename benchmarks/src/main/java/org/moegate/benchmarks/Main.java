package org.moegate.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
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
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
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
                .setOut(utf8(FileDescriptor.out))
                .setErr(utf8(FileDescriptor.err))
                .setExecutionExceptionHandler(new FailureLine())
                .setUsageHelpWidth(100);
    }

    /** The blocks of the progress bar exist in UTF-8 only, whatever a bare POSIX locale says. */
    private static PrintWriter utf8(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
