package org.moegate.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command without a name after it, which only knows how to ask for one. */
@Command(
        name = "moegate",
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        description =
                "The router gate of mixture-of-experts models: from a router's logits it chooses, for each token, "
                        + "the experts that work on it and their weights.",
        footer = {
            "  bench        Time every backend that can run here, and write a report (see moegate bench --help).",
            "  verify       Build and test the whole project (done by the launcher script).",
            "",
            "Try it at once: moegate route --demo",
            "Exit codes: 0 success, 1 a run that failed, 2 wrong use."
        })
final class MoegateCommand implements Callable<Integer> {

    private final PrintWriter err;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before any call
    private CommandSpec spec;

    MoegateCommand(PrintWriter err) {
        this.err = err;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(err, CommandLine.Help.Ansi.AUTO);
        return ExitCode.USAGE;
    }
}
