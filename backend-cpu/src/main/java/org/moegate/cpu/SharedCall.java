package org.moegate.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A call that several threads work on: each takes the next block of rows until none is left, so that one who comes late or
 * goes slow costs little. One object serves all calls of a worker, one after the other.
 *
 * <p>Helpers {@link #join}, {@link #work} and {@link #leave}. Only those who joined before the last block was taken touch
 * the batch, and the caller waits for them alone; one who comes between two calls is turned away, or joins the next one.
 */
final class SharedCall {

    /** In {@link #state}: helpers may join. The other bits count those at work. */
    private static final int OPEN = 1 << 31;

    /** About 20 µs, longer than a block takes: parking and unparking would cost more. */
    private static final int SPINS = 1000;

    private final Batch batch;
    private final AtomicInteger state = new AtomicInteger();
    private final AtomicInteger nextBlock = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private int blockRows;
    private int blocks;
    private @Nullable Thread caller;

    SharedCall(Batch batch) {
        this.batch = batch;
    }

    /** Routes the batch on this thread and those of helpers; returns or throws once all of them have left. */
    void run(BlockRouter router, int rowsOfABlock, Helpers helpers, int wanted) {
        open(rowsOfABlock);
        try {
            helpers.recruit(this, wanted);
            work(router);
        } catch (RuntimeException | Error e) {
            fail(e);
        }
        helpers.dismiss(this);
        awaitHelpers();
        caller = null;
        Throwable thrown = failure.getAndSet(null);
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void open(int rowsOfABlock) {
        blockRows = rowsOfABlock;
        blocks = Math.ceilDiv(batch.numTokens, rowsOfABlock);
        caller = Thread.currentThread();
        nextBlock.set(0);
        // last: whoever reads it sees the fields above and the batch
        state.set(OPEN);
    }

    /** Whether there is a call to work on; the thread must then {@link #leave} it. */
    boolean join() {
        int before;
        do {
            before = state.get();
        } while ((before & OPEN) != 0 && !state.compareAndSet(before, before + 1));
        return (before & OPEN) != 0;
    }

    /** Routes blocks until none is left. */
    void work(BlockRouter router) {
        router.begin(batch);
        for (int block = nextBlock.getAndIncrement(); block < blocks; block = nextBlock.getAndIncrement()) {
            int from = block * blockRows;
            router.route(batch, from, from + Math.min(blockRows, batch.numTokens - from));
        }
        router.end();
    }

    /** Keeps what a thread threw for the caller, and the others from taking another block. */
    @SuppressWarnings("ReferenceEquality") // an exception cannot suppress itself
    void fail(Throwable thrown) {
        nextBlock.set(blocks);
        Throwable first = failure.compareAndExchange(null, thrown);
        if (first != null && first != thrown) {
            first.addSuppressed(thrown);
        }
    }

    /** The end of a helper's part, after which it touches nothing of the caller's. */
    void leave() {
        Thread waiting = caller;
        if (state.decrementAndGet() == 0) {
            LockSupport.unpark(waiting);
        }
    }

    private void awaitHelpers() {
        state.getAndAdd(-OPEN);
        for (int spin = 0; state.get() != 0; spin++) {
            if (spin < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
        }
    }
}
