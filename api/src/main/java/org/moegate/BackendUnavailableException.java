package org.moegate;

/** No backend, or not the one that was forced, can run here; the message says why. */
public final class BackendUnavailableException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    BackendUnavailableException(String message) {
        super(message);
    }
}
