package org.moegate.cli;

import java.util.List;

/** Whether the user wants to see the inside: asked for by {@code --verbose} or the environment. */
final class Verbosity {

    static final String ENVIRONMENT = "MOEGATE_DEBUG";

    private Verbosity() {}

    static boolean askedFor(List<String> args) {
        return args.contains(CommonOptions.VERBOSE)
                || !System.getenv().getOrDefault(ENVIRONMENT, "").isBlank();
    }
}
