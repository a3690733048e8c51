package org.moegate.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.spi.GateWorker;

/**
 * Takes a batch through a row router, a block of rows at a time. Whatever memory the caller has, the router sees float
 * arrays: one code path, so that callers with several kinds of memory do not slow each other down.
 */
final class CpuWorker implements GateWorker {

    /** Floats in a block of logits, so that block and scores stay in the first-level cache. */
    private static final int BLOCK_FLOATS = 4096;

    private final int numExperts;
    private final int topk;
    private final RowRouter router;
    private final FloatRows rows;
    private final @Nullable FloatRows biasRow;
    private final int blockRows;
    private final int[] ids;
    private final float[] weights;

    CpuWorker(PlanRequest request, RowRouter router) {
        GateSpec spec = request.spec();
        this.numExperts = spec.numExperts();
        this.topk = spec.topk();
        this.router = router;
        this.blockRows = Math.max(1, BLOCK_FLOATS / numExperts);
        this.rows = new FloatRows(request.logitsDType(), blockRows * numExperts);
        this.biasRow = request.biasDType() == null ? null : new FloatRows(request.biasDType(), numExperts + 64);
        this.ids = new int[blockRows * topk];
        this.weights = new float[blockRows * topk];
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
        float @Nullable [] biasValues = bias == null ? null : widenBias(bias);
        for (int row = 0; row < numTokenNonPadded; row += blockRows) {
            int count = Math.min(blockRows, numTokenNonPadded - row);
            rows.load(logits, row * logitsRowStride, logitsRowStride, count, numExperts);
            for (int i = 0; i < count; i++) {
                router.route(rows.array(), rows.at(i), biasValues, ids, weights, i * topk);
            }
            store(row, count, topkIds, topkWeights);
        }
        for (int row = numTokenNonPadded; row < numTokens; row += blockRows) {
            Arrays.fill(ids, -1);
            Arrays.fill(weights, 0);
            store(row, Math.min(blockRows, numTokens - row), topkIds, topkWeights);
        }
    }

    private float[] widenBias(MemorySegment bias) {
        FloatRows row = Objects.requireNonNull(biasRow, "a bias has come with a request that has none");
        return row.loadCopy(bias, numExperts);
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
