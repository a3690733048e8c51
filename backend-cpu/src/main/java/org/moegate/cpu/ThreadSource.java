package org.moegate.cpu;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where helpers get threads, and whether it is worth asking there. A caller can do the work alone, so threads that cannot be had,
 * for whatever reason, are done without: that costs speed, and one call in a while the attempt. Safe for use by many threads.
 */
final class ThreadSource {

    private static final Logger LOG = System.getLogger("org.moegate");

    /** Engines have a plan for every layer, whose failures have one cause. */
    private static final AtomicBoolean WARNED = new AtomicBoolean();

    private final String what;
    private final Backoff backoff;

    /**
     * A source that has not failed yet.
     *
     * @param what it is, for the log
     */
    ThreadSource(String what) {
        this(what, new Backoff(TimeUnit.SECONDS.toNanos(1), TimeUnit.MINUTES.toNanos(1), System::nanoTime));
    }

    ThreadSource(String what, Backoff backoff) {
        this.what = what;
        this.backoff = backoff;
    }

    /** Whether it has not failed lately. */
    boolean isWorthAsking() {
        return backoff.isOver();
    }

    void gave() {
        backoff.worked();
    }

    void failed(Throwable thrown) {
        backoff.failed();
        if (thrown instanceof InterruptedException) {
            // for whoever owns the thread
            Thread.currentThread().interrupt();
        }
        LOG.log(
                WARNED.compareAndSet(false, true) ? Level.WARNING : Level.DEBUG,
                "calls go on with fewer threads than permitted, for " + what + " failed; it will be asked again",
                thrown);
    }
}
