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
    private final ThreadSource source;
    private final AtomicBoolean queued = new AtomicBoolean();

    /** Only the call that has claimed the helper touches it. */
    private int foundQueued;

    /**
     * A helper that is not queued yet.
     *
     * @param source keeps account of the executor
     */
    ExecutorHelper(Executor executor, ThreadSource source, Supplier<CurrentRouter> routers) {
        super(routers);
        this.executor = executor;
        this.source = source;
    }

    @Override
    boolean start() {
        // an executor may drop a task without a word, as ThreadPoolExecutor.DiscardPolicy does
        if (!queued.compareAndSet(false, true) && ++foundQueued < PATIENCE) {
            return true;
        }
        foundQueued = 0;
        boolean accepted = source.isWorthAsking() && isAccepted();
        if (!accepted) {
            queued.set(false);
        }
        return accepted;
    }

    private boolean isAccepted() {
        try {
            executor.execute(this);
            source.gave();
            return true;
        } catch (RejectedExecutionException full) {
            // it may be no longer when the next call comes
            return false;
        } catch (Throwable e) {
            source.failed(e);
            return false;
        }
    }

    @Override
    public void run() {
        // before it looks for a call: one that claims it from here on starts it anew, and none is missed
        queued.set(false);
        super.run();
    }
}
