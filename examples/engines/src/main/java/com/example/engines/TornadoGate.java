package com.example.engines;

import java.lang.foreign.MemorySegment;
import org.moegate.DType;
import org.moegate.GatePlan;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/**
 * A gate between TornadoVM's arrays: {@link #prepare} once for the arrays of a layer, {@link Call#dispatch} for each batch.
 * Nothing is copied: the gate reads and writes the memory that TornadoVM's kernels do, once they have copied it to the host.
 */
final class TornadoGate {

    private final GatePlan plan;

    /** A gate on a plan, which stays the caller's to close. */
    TornadoGate(GatePlan plan) {
        this.plan = plan;
    }

    /**
     * Binds the arrays of a layer.
     *
     * @param logits [tokens, num_experts], a {@link FloatArray} or a {@link HalfFloatArray}, as the plan has it
     * @param bias [num_experts], likewise; null where the plan has none
     * @param topkIds [tokens, topk]
     * @param topkWeights [tokens, topk]
     * @throws IllegalArgumentException if an array has another element type than the plan
     */
    Call prepare(TornadoNativeArray logits, TornadoNativeArray bias, IntArray topkIds, FloatArray topkWeights) {
        return new Call(
                elements("logits", logits, plan.request().logitsDType()),
                bias == null ? null : elements("bias", bias, plan.request().biasDType()),
                topkIds.getSegment(),
                topkWeights.getSegment());
    }

    /** The array's elements, without the header that comes before them. */
    private static MemorySegment elements(String name, TornadoNativeArray array, DType type) {
        DType actual = switch (array) {
            case FloatArray floats -> DType.F32;
            case HalfFloatArray halves -> DType.F16;
            default -> null;
        };
        if (actual != type) {
            throw new IllegalArgumentException(
                    name + " = " + array.getClass().getSimpleName() + ": the plan is for " + type);
        }
        return array.getSegment();
    }

    /** Arrays that are bound to a plan. As safe for threads as the arrays are. */
    final class Call {

        private final MemorySegment logits;
        private final MemorySegment bias;
        private final MemorySegment topkIds;
        private final MemorySegment topkWeights;

        private Call(MemorySegment logits, MemorySegment bias, MemorySegment topkIds, MemorySegment topkWeights) {
            this.logits = logits;
            this.bias = bias;
            this.topkIds = topkIds;
            this.topkWeights = topkWeights;
        }

        /** Routes the first tokens of the arrays; when it returns, ids and weights are there. */
        void dispatch(int numTokens) {
            plan.route(numTokens, logits, bias, topkIds, topkWeights);
        }
    }
}
