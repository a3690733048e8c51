package org.moegate.cpu;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Something that may fail now and succeed later, tried on a thread of its own until it does, or has failed too often. Whoever asks
 * for the success starts the next attempt when the pause is over; so nothing waits in between, and nothing is tried that nobody
 * asks for. Safe for use by many threads.
 */
final class Attempts {

    /** One of them. */
    interface Attempt {

        /** Tries, and says whether that was a success. */
        boolean succeeds() throws InterruptedException;
    }

    /** Who is told of failures. */
    interface Report {

        /**
         * An attempt came to nothing.
         *
         * @param failures so far
         * @param forGood whether there will be no other
         * @param thrown what it ended with, if it did
         */
        void failed(int failures, boolean forGood, @Nullable Throwable thrown);
    }

    private enum State {
        RESTING,
        UNDER_WAY,
        SUCCEEDED,
        GIVEN_UP
    }

    private final Attempt attempt;
    private final int most;
    private final Backoff pauses;
    private final Executor threads;
    private final Report report;
    private final AtomicReference<State> state = new AtomicReference<>(State.RESTING);

    /** Only the attempt under way touches it. */
    private int failures;

    /**
     * Attempts of which none was made.
     *
     * @param most failures until it is given up
     * @param pauses after each failure
     * @param threads starts a thread for each attempt
     */
    Attempts(Attempt attempt, int most, Backoff pauses, Executor threads, Report report) {
        this.attempt = attempt;
        this.most = most;
        this.pauses = pauses;
        this.threads = threads;
        this.report = report;
    }

    /** Whether one of them was a success; if none was and it is time, the next one starts. */
    boolean haveSucceeded() {
        State now = state.get();
        if (now == State.RESTING && pauses.isOver() && state.compareAndSet(State.RESTING, State.UNDER_WAY)) {
            start();
        }
        return now == State.SUCCEEDED;
    }

    /** A thread that cannot be had is a failure as any other. */
    private void start() {
        try {
            threads.execute(this::run);
        } catch (Throwable e) {
            failed(e);
        }
    }

    private void run() {
        boolean success = false;
        @Nullable Throwable thrown = null;
        try {
            success = attempt.succeeds();
        } catch (Throwable e) {
            thrown = e;
        }
        if (success) {
            state.set(State.SUCCEEDED);
        } else {
            failed(thrown);
        }
    }

    private void failed(@Nullable Throwable thrown) {
        int count = ++failures;
        boolean forGood = count == most;
        pauses.failed();
        // last of what another thread may depend on
        state.set(forGood ? State.GIVEN_UP : State.RESTING);
        report.failed(count, forGood, thrown);
    }
}
