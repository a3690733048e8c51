package org.moegate.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options that every command has. */
@Command(mixinStandardHelpOptions = true, versionProvider = VersionLine.class)
final class CommonOptions {

    static final String VERBOSE = "--verbose";

    @Option(names = "--json", description = "Print one JSON object and nothing else.")
    boolean json;

    /** Read from the raw arguments, because it must count before and even without successful parsing. */
    @Option(names = VERBOSE, description = "Show the library's log and, on failure, the stack trace.")
    boolean verbose;

    CommonOptions() {}
}
