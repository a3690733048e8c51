package org.moegate.cli;

import java.util.Optional;

/** The terminal that shows stderr. Only the launcher can see it: it stands between it and this process. */
final class Terminal {

    static final String COLUMNS = "moegate.terminal.columns";

    private Terminal() {}

    /** How wide it is; empty where stderr goes elsewhere. */
    static Optional<Integer> columns() {
        return Optional.ofNullable(Integer.getInteger(COLUMNS));
    }
}
