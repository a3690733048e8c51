package org.moegate.spi;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Runs host calls of one {@link GateKernel}, one at a time, on whichever thread calls it. */
public interface GateWorker extends AutoCloseable {

    /**
     * Routes a batch. The arguments are checked: present, alive, accessible by this thread, aligned to their elements, large
     * enough, outputs writable and apart from everything else. Segments may be native or heap, a heap one of any primitive
     * array type. The call allocates nothing once warm and does not keep native segments. It may use the threads that the
     * request permits, for segments that those can access, and returns once they have let go of the segments.
     *
     * @param numTokens rows, at least 1
     * @param numTokenNonPadded rows before the padding, 0 to numTokens; the others get ids −1 and weights 0
     * @param logits [numTokens, num_experts] of the request's logits type
     * @param logitsRowStride elements from one row to the next, at least num_experts
     * @param bias [num_experts] of the request's bias type, or null exactly where the request has none
     * @param topkIds [numTokens, topk] int32, native order
     * @param topkWeights [numTokens, topk] float32, native order
     * @throws BackendException if the device fails
     */
    void route(
            int numTokens,
            int numTokenNonPadded,
            MemorySegment logits,
            long logitsRowStride,
            @Nullable MemorySegment bias,
            MemorySegment topkIds,
            MemorySegment topkWeights);

    /** Releases what the worker holds. Called once. */
    @Override
    void close();
}
