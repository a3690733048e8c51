package org.moegate.cli;

/** What was asked for makes sense but cannot be done, mostly because of what a file holds; exit code 1. */
final class FailedRunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FailedRunException(String message) {
        super(message);
    }

    FailedRunException(String message, Throwable cause) {
        super(message, cause);
    }
}
