package org.moegate.cpu;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One place for a thread that helps, with the scratch it needs. It is free, claimed by a call, or at work; a claim that
 * nobody has begun on can be taken back, so that a caller never waits for a thread that does not come.
 */
abstract class Helper implements Runnable {

    /** In {@link #call}: at work. Which call that is does not matter, since nobody can claim or take back. */
    private static final SharedCall AT_WORK = new SharedCall(new Batch());

    /** Null where the helper is free. */
    private final AtomicReference<@Nullable SharedCall> call = new AtomicReference<>();

    private final Supplier<CurrentRouter> routers;

    /** Made when first needed; only the thread that is at work touches it. */
    private @Nullable CurrentRouter router;

    Helper(Supplier<CurrentRouter> routers) {
        this.routers = routers;
    }

    /** Has a thread run this helper soon, unless one is about to; false if none can. */
    abstract boolean start();

    /** Claims the helper for a call and starts it; false if it is not free or cannot be started. */
    final boolean recruit(SharedCall mine) {
        return call.compareAndSet(null, mine) && start();
    }

    /** Takes back a claim that no thread has begun on. */
    final void dismiss(SharedCall mine) {
        call.compareAndSet(mine, null);
    }

    /** Whether no call has claimed it. */
    final boolean isFree() {
        return call.get() == null;
    }

    /** Works for the call that has claimed this helper, if there is one and it is still under way. */
    @Override
    public void run() {
        SharedCall mine = call.get();
        if (mine == null || mine == AT_WORK || !call.compareAndSet(mine, AT_WORK)) {
            return;
        }
        if (!mine.join()) {
            call.set(null);
            return;
        }
        try {
            BlockRouter ready = ready();
            if (ready != null) {
                mine.work(ready);
            }
        } catch (RuntimeException | Error e) {
            // its scratch is in a state nobody knows, and may hold the caller's memory
            router = null;
            mine.fail(e);
        } finally {
            // free before the caller goes on, so that its next call finds it so
            call.set(null);
            mine.leave();
        }
    }

    /** What it works with; null where there is no memory for that, and the others do the work. */
    private @Nullable BlockRouter ready() {
        try {
            if (router == null) {
                router = routers.get();
            }
            return router.get();
        } catch (OutOfMemoryError e) {
            router = null;
            return null;
        }
    }
}
