package org.moegate.cuda;

/**
 * Routes memory that already lies on the GPU, in the order of the caller's stream: what
 * {@link org.moegate.GatePlan#deviceRouting} gives for this type. It launches one kernel, waits for nothing, and may be
 * captured in a CUDA graph.
 *
 * {@snippet :
 * CudaRouting routing = plan.deviceRouting(CudaRouting.class).orElseThrow();
 * routing.route(stream, numTokens, numTokens, logits, numExperts, bias, ids, weights);
 * }
 *
 * <p>Streams and addresses are plain numbers, as every Java binding of CUDA can give them: a {@code CUstream} or
 * {@code cudaStream_t}, and {@code CUdeviceptr}s. A stream may be of any context on the plan's device, the primary one or the
 * caller's own; for stream 0, the default stream, that is the context current on the calling thread. Several contexts, streams
 * and threads may use one routing at once.
 *
 * <p>A gate whose rows do not fit a block's shared memory, tens of thousands of experts, is given memory in the order of the
 * stream for the time of its kernel; all others are given none.
 *
 * <p>An implementation is valid until its plan is closed; close the plan only once the work it enqueued is done.
 */
public interface CudaRouting {

    /**
     * Enqueues a batch. Outputs and inputs must not overlap; that, and what the addresses point to, is not checked.
     *
     * @param stream a stream on the plan's device; 0 for the default stream
     * @param numTokens rows; 0 writes nothing
     * @param numTokenNonPadded rows before the padding, 0 to numTokens; the others get ids −1 and weights 0
     * @param logits address of [numTokens, num_experts] of the plan's logits type
     * @param logitsRowStride elements from one row to the next, at least num_experts
     * @param bias address of [num_experts] of the plan's bias type; 0 exactly where the plan has none
     * @param topkIds address of [numTokens, topk] int32
     * @param topkWeights address of [numTokens, topk] float32
     * @throws IllegalArgumentException if an argument is out of range, or an address is 0 or not a multiple of its element's
     *     size, before anything is enqueued
     * @throws IllegalStateException if the plan is closed
     * @throws org.moegate.spi.BackendException if the driver fails
     */
    void route(
            long stream,
            int numTokens,
            int numTokenNonPadded,
            long logits,
            long logitsRowStride,
            long bias,
            long topkIds,
            long topkWeights);
}
