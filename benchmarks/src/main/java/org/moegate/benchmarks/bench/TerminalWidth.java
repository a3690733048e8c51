package org.moegate.benchmarks.bench;

import java.util.Optional;

/** The terminal that shows stderr. Only the launcher can see it: it stands between it and this process. */
final class TerminalWidth {

    static final String COLUMNS = "moegate.terminal.columns";

    private TerminalWidth() {}

    /** How wide it is; empty where stderr goes elsewhere. */
    static Optional<Integer> columns() {
        return Optional.ofNullable(Integer.getInteger(COLUMNS));
    }
}
