package org.moegate.benchmarks.bench;

/** A trial that came to no figure; its message says why, in a line. */
final class FailedTrialException extends Exception {

    private static final long serialVersionUID = 1;

    FailedTrialException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
