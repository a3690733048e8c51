package org.moegate.cli;

import org.jspecify.annotations.Nullable;

/** The command line asks for something impossible or contradictory; exit code 2. */
final class WrongUseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WrongUseException(String message) {
        super(message);
    }

    WrongUseException(@Nullable String message, Throwable cause) {
        super(message, cause);
    }
}
