package org.moegate.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;

/**
 * Takes rows of a batch through a row router, a few at a time; has scratch of its own, so it serves one thread at a time.
 * Whatever memory the caller has, the router sees float arrays: one code path, so that callers with several kinds of memory
 * do not slow each other down.
 */
final class BlockRouter {

    private final int numExperts;
    private final int topk;
    private final RowRouter router;
    private final WorkShare share;
    private final FloatRows logitsRows;
    private final FloatRows biasRow;
    private final int[] ids;
    private final float[] weights;
    private float @Nullable [] biasValues;

    /**
     * Room for a block.
     *
     * @param share how calls are shared among routers of this kind
     */
    BlockRouter(PlanRequest request, RowRouter router, WorkShare share) {
        this.share = share;
        GateSpec spec = request.spec();
        DType biasDType = request.biasDType() == null ? request.logitsDType() : request.biasDType();
        this.numExperts = spec.numExperts();
        this.topk = spec.topk();
        this.router = router;
        this.logitsRows = new FloatRows(request.logitsDType(), router.mostRows() * numExperts, router);
        this.biasRow = new FloatRows(biasDType, numExperts, router);
        this.ids = new int[router.mostRows() * topk + router.slack()];
        this.weights = new float[router.mostRows() * topk + router.slack()];
    }

    /** How calls are shared among routers of this kind. */
    WorkShare share() {
        return share;
    }

    /** Rows that it takes at a time; blocks of a multiple of them leave no remainders. */
    int mostRows() {
        return router.mostRows();
    }

    /** To be called before the first rows of a batch. */
    void begin(Batch batch) {
        logitsRows.begin(batch.logitsArray);
        biasValues = batch.bias == null ? null : biasRow.row(batch.bias, batch.biasArray, numExperts);
    }

    /** Routes the rows from one index up to another. */
    void route(Batch batch, int from, int to) {
        int firstPadding = Math.clamp(batch.numTokenNonPadded, from, to);
        int row = from;
        while (row < firstPadding) {
            int count = Math.min(router.mostRows(), firstPadding - row);
            logitsRows.take(batch.logits, row * batch.logitsRowStride, batch.logitsRowStride, count, numExperts);
            router.route(count, logitsRows, biasValues, ids, weights);
            store(batch, row, count);
            row += count;
        }
        if (row < to) {
            Arrays.fill(ids, -1);
            Arrays.fill(weights, 0);
            while (row < to) {
                int count = Math.min(router.mostRows(), to - row);
                store(batch, row, count);
                row += count;
            }
        }
    }

    /** Lets go of the caller's memory. */
    void end() {
        logitsRows.release();
        biasValues = null;
    }

    private void store(Batch batch, int row, int count) {
        long at = (long) row * topk * Integer.BYTES;
        MemorySegment.copy(ids, 0, batch.topkIds, ValueLayout.JAVA_INT_UNALIGNED, at, count * topk);
        MemorySegment.copy(weights, 0, batch.topkWeights, ValueLayout.JAVA_FLOAT_UNALIGNED, at, count * topk);
    }
}
