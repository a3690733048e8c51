package org.moegate.cpu;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A helper with a thread of its own, started when first needed and parked while there is nothing to do. */
final class OwnThreadHelper extends Helper implements AutoCloseable {

    private final ThreadFactory factory;
    private volatile @Nullable Thread thread;
    private volatile boolean closed;

    OwnThreadHelper(ThreadFactory factory, Supplier<CurrentRouter> routers) {
        super(routers);
        this.factory = factory;
    }

    @Override
    boolean start() {
        if (thread == null) {
            startThread();
        } else {
            LockSupport.unpark(thread);
        }
        return true;
    }

    /**
     * Only the call that has claimed the helper comes here. The thread is known before it runs: once it does it may free the
     * helper for another call, which must not start a second one.
     */
    private void startThread() {
        Thread unstarted = factory.newThread(this::runUntilClosed);
        thread = unstarted;
        boolean started = false;
        try {
            unstarted.start();
            started = true;
        } finally {
            if (!started) {
                thread = null;
            }
        }
    }

    private void runUntilClosed() {
        while (!closed) {
            run();
            if (isFree() && !closed) {
                LockSupport.park(this);
                // an interrupt from outside asks for nothing here, and would keep it from parking
                Thread.interrupted();
            }
        }
    }

    /** Ends the thread. Called after the last call, so it is parked or about to be. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
