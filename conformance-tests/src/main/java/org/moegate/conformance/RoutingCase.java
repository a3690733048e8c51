package org.moegate.conformance;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.GatePlan;
import org.moegate.PlanRequest;

/**
 * One call of a gate.
 *
 * @param name tells it from the others in a report
 * @param request spec and element types
 * @param numTokens rows
 * @param numTokenNonPadded rows before the padding
 * @param logits [numTokens, num_experts] with the row stride
 * @param logitsRowStride elements from one row to the next
 * @param bias [num_experts], or null
 */
record RoutingCase(
        String name,
        PlanRequest request,
        int numTokens,
        int numTokenNonPadded,
        MemorySegment logits,
        long logitsRowStride,
        @Nullable MemorySegment bias) {

    /** What a plan makes of it, in fresh memory. */
    Routing run(GatePlan plan) {
        try (Arena arena = Arena.ofConfined()) {
            long outputs = (long) numTokens * request.spec().topk();
            MemorySegment ids = arena.allocate(ValueLayout.JAVA_INT, outputs);
            MemorySegment weights = arena.allocate(ValueLayout.JAVA_FLOAT, outputs);
            plan.route(numTokens, numTokenNonPadded, logits, logitsRowStride, bias, ids, weights);
            return new Routing(
                    request.spec().topk(), ids.toArray(ValueLayout.JAVA_INT), weights.toArray(ValueLayout.JAVA_FLOAT));
        }
    }

    /** A row of logits, widened to float32. */
    float[] logitsRow(int row) {
        return widen(
                logits,
                request.logitsDType(),
                row * logitsRowStride,
                request.spec().numExperts());
    }

    /** The bias, widened to float32. */
    float @Nullable [] biasRow() {
        DType dtype = request.biasDType();
        return bias == null || dtype == null
                ? null
                : widen(bias, dtype, 0, request.spec().numExperts());
    }

    private static float[] widen(MemorySegment from, DType dtype, long first, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            long at = (first + i) * dtype.byteSize();
            values[i] = switch (dtype) {
                case F32 -> from.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at);
                case F16 -> Float.float16ToFloat(from.get(ValueLayout.JAVA_SHORT_UNALIGNED, at));
                case BF16 -> Float.intBitsToFloat(from.get(ValueLayout.JAVA_SHORT_UNALIGNED, at) << Short.SIZE);
            };
        }
        return values;
    }
}
