package org.moegate;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.moegate.spi.GateWorker;

/** A worker on loan, and the views of the arrays or buffers it was last called with. Closing it gives it back. */
final class PooledWorker implements AutoCloseable {

    final SegmentView logitsView = new SegmentView();
    final SegmentView biasView = new SegmentView();
    final SegmentView idsView = new SegmentView();
    final SegmentView weightsView = new SegmentView();

    private final WorkerPool pool;
    private final GateWorker worker;
    private boolean failed;

    PooledWorker(WorkerPool pool, GateWorker worker) {
        this.pool = pool;
        this.worker = worker;
    }

    void route(
            int numTokens,
            int numTokenNonPadded,
            MemorySegment logits,
            long logitsRowStride,
            @Nullable MemorySegment bias,
            MemorySegment topkIds,
            MemorySegment topkWeights) {
        if (numTokens == 0) {
            return;
        }
        failed = true;
        worker.route(numTokens, numTokenNonPadded, logits, logitsRowStride, bias, topkIds, topkWeights);
        failed = false;
    }

    /** Whether a call ended in an exception, which leaves the worker in a state nobody knows. */
    boolean hasFailed() {
        return failed;
    }

    @Override
    public void close() {
        pool.giveBack(this);
    }

    void release() {
        worker.close();
    }
}
