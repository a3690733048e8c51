package org.moegate.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.spi.GateWorker;

/**
 * Takes a batch through a row router, a block of rows at a time. Whatever memory the caller has, the router sees float
 * arrays: one code path, so that callers with several kinds of memory do not slow each other down.
 */
final class CpuWorker implements GateWorker {

    private final int numExperts;
    private final int topk;
    private final RowRouter router;
    private final FloatRows logitsRows;
    private final FloatRows biasRow;
    private final int[] ids;
    private final float[] weights;

    CpuWorker(PlanRequest request, RowRouter router) {
        GateSpec spec = request.spec();
        this.numExperts = spec.numExperts();
        this.topk = spec.topk();
        this.router = router;
        this.logitsRows = new FloatRows(request.logitsDType(), router.mostRows() * numExperts, router.slack());
        this.biasRow = new FloatRows(
                request.biasDType() == null ? request.logitsDType() : request.biasDType(), numExperts, router.slack());
        this.ids = new int[router.mostRows() * topk + router.slack()];
        this.weights = new float[router.mostRows() * topk + router.slack()];
    }

    @Override
    public void route(
            int numTokens,
            int numTokenNonPadded,
            MemorySegment logits,
            long logitsRowStride,
            @Nullable MemorySegment bias,
            MemorySegment topkIds,
            MemorySegment topkWeights) {
        float @Nullable [] biasValues = bias == null ? null : biasRow.copy(bias, numExperts);
        int block = router.mostRows();
        for (int row = 0; row < numTokenNonPadded; row += block) {
            int count = Math.min(block, numTokenNonPadded - row);
            logitsRows.load(logits, row * logitsRowStride, logitsRowStride, count, numExperts);
            router.route(count, logitsRows.array(), logitsRows.first(), logitsRows.stride(), biasValues, ids, weights);
            store(row, count, topkIds, topkWeights);
        }
        logitsRows.release();
        if (numTokenNonPadded < numTokens) {
            Arrays.fill(ids, -1);
            Arrays.fill(weights, 0);
            for (int row = numTokenNonPadded; row < numTokens; row += block) {
                store(row, Math.min(block, numTokens - row), topkIds, topkWeights);
            }
        }
    }

    private void store(int row, int count, MemorySegment topkIds, MemorySegment topkWeights) {
        long at = (long) row * topk * Integer.BYTES;
        MemorySegment.copy(ids, 0, topkIds, ValueLayout.JAVA_INT_UNALIGNED, at, count * topk);
        MemorySegment.copy(weights, 0, topkWeights, ValueLayout.JAVA_FLOAT_UNALIGNED, at, count * topk);
    }

    @Override
    public void close() {
        // holds no memory but the heap's
    }
}
