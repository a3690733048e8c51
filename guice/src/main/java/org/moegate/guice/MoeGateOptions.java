package org.moegate.guice;

import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.moegate.Backends;
import org.moegate.Threads;

/**
 * What an application decides about its gates. Immutable.
 *
 * @param backend what is forced, as {@code backend} or {@code backend:device}; null leaves it to the system property
 *     {@value Backends#PROPERTY}, the environment variable {@value Backends#ENVIRONMENT} and the backends' priorities
 * @param threads whose threads the plans of {@link GatePlanFactory} may use
 */
public record MoeGateOptions(@Nullable String backend, Threads threads) {

    /** The property that says how many threads a call may use, the caller's included: 1 to 1024. */
    public static final String THREADS = "moegate.threads";

    private static final MoeGateOptions DEFAULTS = new MoeGateOptions(null, Threads.caller());

    /** Checks the threads for null; whether the backend can be had shows when it is chosen. */
    public MoeGateOptions {
        Objects.requireNonNull(threads, "threads");
    }

    /**
     * No backend forced, and calls on the caller's thread alone.
     *
     * @return the options
     */
    public static MoeGateOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Options from an application's settings: {@value Backends#PROPERTY} and {@value #THREADS}, each of which may be missing or
     * blank. More than one thread means threads of a plan's own, {@link Threads#own}. Other keys are not looked at.
     *
     * @param properties the settings
     * @return the options
     * @throws IllegalArgumentException if the number of threads is none, or is out of range
     */
    public static MoeGateOptions of(Properties properties) {
        String backend = properties.getProperty(Backends.PROPERTY, "");
        String threads = properties.getProperty(THREADS, "");
        MoeGateOptions options = backend.isBlank() ? DEFAULTS : DEFAULTS.withBackend(backend);
        return threads.isBlank() ? options : options.withThreads(threads(threads));
    }

    /**
     * These options with the choice of a backend forced, whatever property and environment say.
     *
     * @param selector {@code backend} or {@code backend:device}
     * @return new options
     */
    public MoeGateOptions withBackend(String selector) {
        return new MoeGateOptions(Objects.requireNonNull(selector, "selector"), threads);
    }

    /**
     * These options with plans whose calls may use other threads.
     *
     * @param permitted whose threads
     * @return new options
     */
    public MoeGateOptions withThreads(Threads permitted) {
        return new MoeGateOptions(backend, permitted);
    }

    private static Threads threads(String given) {
        try {
            return Threads.own(Integer.parseInt(given.strip()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    THREADS + " = " + given + ": must be a whole number, 1 for the caller's thread alone, 1024 at most",
                    e);
        }
    }
}
