package org.moegate.cpu;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A helper that the caller's executor runs, whenever it likes, or never. It lies in the executor's queue once at most. */
final class ExecutorHelper extends Helper {

    /** So many starts must have found the helper still queued before the executor is taken to have dropped it. */
    private static final int PATIENCE = 1000;

    private final Executor executor;
    private final AtomicBoolean queued = new AtomicBoolean();

    /** Only the call that has claimed the helper touches it. */
    private int foundQueued;

    ExecutorHelper(Executor executor, Supplier<CurrentRouter> routers) {
        super(routers);
        this.executor = executor;
    }

    @Override
    boolean start() {
        // an executor may drop a task without a word, as ThreadPoolExecutor.DiscardPolicy does
        if (!queued.compareAndSet(false, true) && ++foundQueued < PATIENCE) {
            return true;
        }
        foundQueued = 0;
        boolean accepted = false;
        try {
            executor.execute(this);
            accepted = true;
        } catch (RejectedExecutionException full) {
            // documented: the call goes on with less help
            return false;
        } finally {
            if (!accepted) {
                queued.set(false);
            }
        }
        return true;
    }

    @Override
    public void run() {
        // before it looks for a call: one that claims it from here on starts it anew, and none is missed
        queued.set(false);
        super.run();
    }
}
