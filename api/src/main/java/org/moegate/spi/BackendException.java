package org.moegate.spi;

/** A backend, its driver or its device failed at something it had said it could do. */
public class BackendException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure found by the backend itself.
     *
     * @param message what failed, in which call, and what the user can do
     */
    public BackendException(String message) {
        super(message);
    }

    /**
     * A failure that a library or driver reported.
     *
     * @param message what failed, in which call, and what the user can do
     * @param cause the report
     */
    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }
}
