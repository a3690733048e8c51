package org.moegate.conformance.broken;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.PlanRequest;
import org.moegate.reference.ReferenceGate;
import org.moegate.spi.GateWorker;

/** Runs the reference in memory that it keeps: a gate with no fault at all, until a subclass brings one in. */
class ReferenceWorker implements GateWorker {

    private final PlanRequest request;
    private final ReferenceGate gate;
    private final float[] logitsRow;
    private final float[] biasRow;
    private final int[] ids;
    private final float[] weights;

    ReferenceWorker(PlanRequest request) {
        this.request = request;
        gate = new ReferenceGate(request.spec());
        logitsRow = new float[request.spec().numExperts()];
        biasRow = new float[request.spec().numExperts()];
        ids = new int[request.spec().topk()];
        weights = new float[request.spec().topk()];
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
        DType biasDType = request.biasDType();
        if (bias != null && biasDType != null) {
            readBias(bias, biasDType, biasRow);
        }
        for (int row = 0; row < numTokens; row++) {
            if (row < numTokenNonPadded) {
                read(logits, rowStart(row, logitsRowStride), request.logitsDType(), logitsRow);
                gate.route(logitsRow, 0, bias == null ? null : biasRow, ids, weights, 0);
            } else {
                gate.routePadding(ids, weights, 0);
            }
            long at = (long) row * ids.length * Integer.BYTES;
            MemorySegment.copy(ids, 0, topkIds, ValueLayout.JAVA_INT_UNALIGNED, at, ids.length);
            MemorySegment.copy(weights, 0, topkWeights, ValueLayout.JAVA_FLOAT_UNALIGNED, at, weights.length);
        }
    }

    void readBias(MemorySegment bias, DType dtype, float[] to) {
        read(bias, 0, dtype, to);
    }

    long rowStart(int row, long logitsRowStride) {
        return row * logitsRowStride;
    }

    private static void read(MemorySegment from, long first, DType dtype, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = StepwiseWorker.widened(from, (first + i) * dtype.byteSize(), dtype);
        }
    }

    @Override
    public void close() {}
}
