package org.moegate.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Set;
import java.util.TreeSet;

/** The names of all commands, from their model: a new one is among them without further ado. */
public final class CommandNames {

    private CommandNames() {}

    /** All that the command line itself has; the launcher's own are not among them. */
    public static Set<String> all() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return new TreeSet<>(Main.commandLine(nowhere, nowhere).getSubcommands().keySet());
    }
}
