package org.moegate;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Whose threads the host calls of a plan may use: a permission, not a demand. A backend uses more than the caller's thread
 * only for batches large enough to gain by it, and one that computes elsewhere, such as on a GPU, may use none. Results are
 * the same bits whatever is permitted.
 *
 * <p>The caller of {@link GatePlan#route} always takes part and waits for nobody who has not begun: threads that are busy,
 * slow or gone cost speed, never progress. Memory that one thread alone may touch, that of a confined arena, keeps a call on
 * the caller's thread.
 *
 * <p>Immutable and safe for use by many threads. Equal where they permit the same; executors are compared by identity.
 */
public final class Threads {

    /** Far above any machine's processors, and few enough that a plan can keep a note of each. */
    private static final int MOST = 1024;

    private static final Threads CALLER = new Threads(1, null);

    private final int parallelism;
    private final @Nullable Executor executor;

    private Threads(int parallelism, @Nullable Executor executor) {
        if (parallelism < 1 || parallelism > MOST) {
            throw new IllegalArgumentException("parallelism = " + parallelism + ": must lie in 1.." + MOST);
        }
        this.parallelism = parallelism;
        this.executor = executor;
    }

    /**
     * The thread that calls, alone.
     *
     * @return the default of every request
     */
    public static Threads caller() {
        return CALLER;
    }

    /**
     * Threads of the plan's own, besides the caller's: daemon threads named {@code moegate-helper-N}, started when first
     * needed, parked between calls, ended by {@link GatePlan#close()}. Where fewer can be had, as under a limit of the user's
     * or the container's, calls do with those, or with the caller's alone; later calls try again now and then.
     *
     * @param parallelism threads at work on a call at most, the caller included, 1 to 1024; as a rule the processors that
     *     the engine leaves to routing. Calls that run at once share the {@code parallelism - 1} threads
     * @return the permission
     * @throws IllegalArgumentException if {@code parallelism} is out of range
     */
    public static Threads own(int parallelism) {
        return new Threads(parallelism, null);
    }

    /**
     * Threads of an executor, besides the caller's. The executor stays the caller's: a plan never shuts it down. It may be
     * of any kind, it may run tasks late or not at all, and its own threads may call the plan. Whatever it throws means less
     * help: after a {@link java.util.concurrent.RejectedExecutionException} the next call asks it again, after anything else
     * a call that comes a second later or more, and the first such failure of a process is logged as a WARNING.
     *
     * @param executor runs the helpers
     * @param parallelism threads at work on a call at most, the caller included, 1 to 1024. A plan has at most
     *     {@code parallelism - 1} tasks under way at a time, all its calls together
     * @return the permission
     * @throws IllegalArgumentException if {@code parallelism} is out of range
     */
    public static Threads of(Executor executor, int parallelism) {
        return new Threads(parallelism, Objects.requireNonNull(executor, "executor"));
    }

    /**
     * How many threads may work on a call.
     *
     * @return at least 1, the caller included
     */
    public int parallelism() {
        return parallelism;
    }

    /**
     * Who runs the helpers.
     *
     * @return the caller's executor; empty where the plan starts threads of its own, or uses none
     */
    public Optional<Executor> executor() {
        return Optional.ofNullable(executor);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // two executors are never the same threads
    public boolean equals(@Nullable Object other) {
        return other instanceof Threads threads && threads.parallelism == parallelism && threads.executor == executor;
    }

    @Override
    public int hashCode() {
        return Objects.hash(parallelism, System.identityHashCode(executor));
    }

    @Override
    public String toString() {
        if (executor != null) {
            return "of(" + executor + ", " + parallelism + ")";
        }
        return parallelism == 1 ? "caller" : "own(" + parallelism + ")";
    }
}
