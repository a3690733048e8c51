package org.moegate.cpu;

import java.util.function.LongSupplier;

/**
 * When something that has failed may be tried again: after a pause that is twice as long with each failure in a row, up to a
 * longest one. Safe for use by many threads.
 */
final class Backoff {

    private final long firstNanos;
    private final long longestNanos;
    private final LongSupplier clock;

    /** Zero where all is well. */
    private volatile long pauseNanos;

    private volatile long until;

    Backoff(long firstNanos, long longestNanos, LongSupplier clock) {
        this.firstNanos = firstNanos;
        this.longestNanos = longestNanos;
        this.clock = clock;
    }

    /** Whether there is no pause now. */
    boolean isOver() {
        return pauseNanos == 0 || clock.getAsLong() - until >= 0;
    }

    /** Starts a pause. */
    synchronized void failed() {
        long pause = Math.clamp(2 * pauseNanos, firstNanos, longestNanos);
        // first: whoever sees that there is a pause sees its end
        until = clock.getAsLong() + pause;
        pauseNanos = pause;
    }

    /** Ends the pauses; the next failure starts with the first again. */
    void worked() {
        if (pauseNanos != 0) {
            synchronized (this) {
                pauseNanos = 0;
            }
        }
    }
}
