package org.moegate;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.moegate.spi.GateKernel;

/**
 * Lends each call a worker of its own, without locks. A thread looks first at the slot its id points to, so it mostly gets
 * back the worker it used before, whose scratch is warm. The kernel is closed after the last worker.
 */
final class WorkerPool {

    /** In {@link #workers}: the pool is closed. The other bits count the workers that are not closed yet. */
    private static final int CLOSED = 1 << 31;

    private final GateKernel kernel;
    private final Recording recording;
    private final AtomicReferenceArray<@Nullable PooledWorker> idle;
    private final AtomicInteger workers = new AtomicInteger();

    WorkerPool(GateKernel kernel, Recording recording) {
        this.kernel = kernel;
        this.recording = recording;
        this.idle = new AtomicReferenceArray<>(
                Integer.highestOneBit(Runtime.getRuntime().availableProcessors()) * 4);
    }

    PooledWorker take() {
        requireOpen();
        int first = firstSlot();
        for (int i = 0; i < idle.length(); i++) {
            int slot = (first + i) & (idle.length() - 1);
            PooledWorker worker = idle.get(slot);
            if (worker != null && idle.compareAndSet(slot, worker, null)) {
                return worker;
            }
        }
        return newWorker();
    }

    void giveBack(PooledWorker worker) {
        if (!worker.hasFailed()) {
            int first = firstSlot();
            for (int i = 0; i < idle.length(); i++) {
                int slot = (first + i) & (idle.length() - 1);
                if (idle.get(slot) == null && idle.compareAndSet(slot, null, worker)) {
                    if (isClosed()) {
                        // close() may have passed this slot before the worker came to lie there
                        closeIdle(slot);
                    }
                    return;
                }
            }
        }
        closeWorker(worker);
    }

    void close() {
        int before = workers.getAndUpdate(count -> count | CLOSED);
        if (before == 0) {
            kernel.close();
        }
        closeAllIdle(0);
    }

    /** A worker that fails to close, in whatever way, does not keep the others from it. */
    private void closeAllIdle(int from) {
        int slot = from;
        try {
            while (slot < idle.length()) {
                closeIdle(slot++);
            }
        } catch (Throwable e) {
            int next = slot;
            Step others = () -> closeAllIdle(next);
            try (others) {
                throw e;
            }
        }
    }

    void requireOpen() {
        if (isClosed()) {
            throw new IllegalStateException("the plan is closed");
        }
    }

    private boolean isClosed() {
        return (workers.get() & CLOSED) != 0;
    }

    private PooledWorker newWorker() {
        int count;
        do {
            requireOpen();
            count = workers.get();
        } while ((count & CLOSED) != 0 || !workers.compareAndSet(count, count + 1));
        try {
            return new PooledWorker(this, kernel.newWorker(), recording);
        } catch (Throwable e) {
            Step afterwards = this::workerGone;
            try (afterwards) {
                throw e;
            }
        }
    }

    private void closeIdle(int slot) {
        PooledWorker worker = idle.getAndSet(slot, null);
        if (worker != null) {
            closeWorker(worker);
        }
    }

    private void closeWorker(PooledWorker worker) {
        Step afterwards = this::workerGone;
        try (afterwards) {
            worker.release();
        }
    }

    private void workerGone() {
        if (workers.decrementAndGet() == CLOSED) {
            kernel.close();
        }
    }

    private int firstSlot() {
        return (int) Thread.currentThread().threadId() & (idle.length() - 1);
    }

    /** What must follow even a failure; the resource of a try, so that a failure of its own does not hide the first. */
    private interface Step extends AutoCloseable {
        @Override
        void close();
    }
}
