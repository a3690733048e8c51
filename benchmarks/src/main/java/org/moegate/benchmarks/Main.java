package org.moegate.benchmarks;

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
                .addSubcommand(new BackendsCommand())
                .addSubcommand(new OpenClKernelsCommand())
                .addSubcommand(new CudaKernelsCommand())
                .addSubcommand(new CudaSoakCommand())
                .setUsageHelpWidth(100);
    }
}
