package org.moegate;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moegate.spi.BackendException;

/**
 * What a provider threw where it should have answered. Providers are other people's code, and so are the exceptions they throw:
 * of any kind, checked ones and errors among them, with causes that lead in a circle or a message that cannot be had.
 *
 * @param what failed, such as {@code it failed at discovery}
 * @param thrown by the provider
 */
record ProviderFailure(String what, Throwable thrown) {

    private static final Logger LOG = System.getLogger("org.moegate");

    /** More causes than this are a circle. */
    private static final int MOST_CAUSES = 50;

    /** Whoever catches an interrupt in place of its thread's owner leaves the thread interrupted. */
    ProviderFailure {
        if (causes(thrown).stream().anyMatch(InterruptedException.class::isInstance)) {
            Thread.currentThread().interrupt();
        }
    }

    /** A sentence for the user; the stack trace is for those who debug. */
    String reason() {
        return what + ": " + described();
    }

    void log(String backend) {
        LOG.log(Level.DEBUG, "backend " + backend + ": " + what, thrown);
    }

    /** What a backend says in the exception that is meant for it; otherwise the innermost cause, which others wrap. */
    private String described() {
        List<Throwable> causes = causes(thrown);
        try {
            for (Throwable cause : causes) {
                String message = cause.getMessage();
                if (cause instanceof BackendException && message != null) {
                    return message;
                }
            }
            return causes.getLast().toString();
        } catch (Throwable speechless) {
            return causes.getLast().getClass().getName();
        }
    }

    /** From the outermost inwards, as far as they can be had. */
    private static List<Throwable> causes(Throwable outermost) {
        List<Throwable> causes = new ArrayList<>();
        @Nullable Throwable next = outermost;
        while (next != null && causes.size() < MOST_CAUSES) {
            causes.add(next);
            try {
                next = next.getCause();
            } catch (Throwable unknown) {
                next = null;
            }
        }
        return causes;
    }
}
