package org.moegate.conformance.broken;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.spi.GateWorker;

/** Runs a stepwise gate over a batch, in steps that subclasses break one by one. */
class StepwiseWorker implements GateWorker {

    final PlanRequest request;
    private final StepwiseGate gate;

    StepwiseWorker(PlanRequest request, StepwiseGate gate) {
        this.request = request;
        this.gate = gate;
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
        GateSpec spec = request.spec();
        float[] biasRow = bias == null ? new float[spec.numExperts()] : read(bias, 0, biasDType());
        for (int row = 0; row < numTokens; row++) {
            int[] ids = new int[spec.topk()];
            float[] weights = new float[spec.topk()];
            if (row < numTokenNonPadded) {
                gate.route(spec, read(logits, row * logitsRowStride, request.logitsDType()), biasRow, ids, weights);
            } else {
                Arrays.fill(ids, -1);
            }
            write(row, ids, weights, topkIds, topkWeights);
        }
    }

    DType biasDType() {
        DType dtype = request.biasDType();
        return dtype == null ? DType.F32 : dtype;
    }

    float[] read(MemorySegment from, long first, DType dtype) {
        float[] values = new float[request.spec().numExperts()];
        for (int i = 0; i < values.length; i++) {
            values[i] = element(from, (first + i) * dtype.byteSize(), dtype);
        }
        return values;
    }

    float element(MemorySegment from, long at, DType dtype) {
        return widened(from, at, dtype);
    }

    static float widened(MemorySegment from, long at, DType dtype) {
        return switch (dtype) {
            case F32 -> from.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at);
            case F16 -> Float.float16ToFloat(from.get(ValueLayout.JAVA_SHORT_UNALIGNED, at));
            case BF16 -> Float.intBitsToFloat(from.get(ValueLayout.JAVA_SHORT_UNALIGNED, at) << Short.SIZE);
        };
    }

    void write(int row, int[] ids, float[] weights, MemorySegment topkIds, MemorySegment topkWeights) {
        long at = (long) row * ids.length * Integer.BYTES;
        for (int column = 0; column < ids.length; column++, at += Integer.BYTES) {
            topkIds.set(ValueLayout.JAVA_INT_UNALIGNED, at, ids[column]);
            topkWeights.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, weights[column]);
        }
    }

    @Override
    public void close() {}
}
