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
    private final Recording recording;
    private boolean failed;

    PooledWorker(WorkerPool pool, GateWorker worker, Recording recording) {
        this.pool = pool;
        this.worker = worker;
        this.recording = recording;
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
        recording.route(worker, numTokens, numTokenNonPadded, logits, logitsRowStride, bias, topkIds, topkWeights);
        failed = false;
    }

    void countTokens(int numPairs, MemorySegment topkIds, int numExperts, MemorySegment tokensPerExpert) {
        failed = true;
        worker.countTokens(numPairs, topkIds, numExperts, tokensPerExpert);
        failed = false;
    }

    void alignBlockSize(
            int numPairs,
            MemorySegment topkIds,
            int numExperts,
            int blockSize,
            MemorySegment sortedTokenIds,
            MemorySegment expertIds,
            MemorySegment numTokensPostPadded,
            MemorySegment tokensPerExpert) {
        failed = true;
        worker.alignBlockSize(
                numPairs,
                topkIds,
                numExperts,
                blockSize,
                sortedTokenIds,
                expertIds,
                numTokensPostPadded,
                tokensPerExpert);
        failed = false;
    }

    void mapExperts(int numTokens, int topk, MemorySegment topkIds, ExpertMap map, MemorySegment physicalIds) {
        if (numTokens == 0) {
            return;
        }
        failed = true;
        worker.mapExperts(numTokens, topk, topkIds, map, physicalIds);
        failed = false;
    }

    void pack(int numPairs, MemorySegment topkIds, MemorySegment topkWeights, MemorySegment packed) {
        if (numPairs == 0) {
            return;
        }
        failed = true;
        worker.pack(numPairs, topkIds, topkWeights, packed);
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
