package org.moegate.spi;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.moegate.ExpertMap;
import org.moegate.reference.ReferenceDispatch;

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

    /**
     * Counts the pairs of each expert, as {@link ReferenceDispatch#countTokens} has it and, unless told, does it. For this and
     * what follows, arguments are checked and segments are as for {@link #route}.
     *
     * @param numPairs how many there are, also 0
     * @param topkIds [numPairs] int32
     * @param numExperts the ids counted are those below
     * @param tokensPerExpert [numExperts] int32
     * @throws BackendException if the device fails
     */
    default void countTokens(int numPairs, MemorySegment topkIds, int numExperts, MemorySegment tokensPerExpert) {
        ReferenceDispatch.countTokens(numPairs, topkIds, numExperts, tokensPerExpert);
    }

    /**
     * Sorts pairs by expert, as {@link ReferenceDispatch#alignBlockSize} has it and, unless told, does it.
     *
     * @param numPairs how many there are, also 0
     * @param topkIds [numPairs] int32
     * @param numExperts the ids sorted are those below
     * @param blockSize pairs a block
     * @param sortedTokenIds int32, room for all that may be sorted
     * @param expertIds int32, room for one a block
     * @param numTokensPostPadded [1] int32
     * @param tokensPerExpert [numExperts] int32
     * @throws BackendException if the device fails
     */
    default void alignBlockSize(
            int numPairs,
            MemorySegment topkIds,
            int numExperts,
            int blockSize,
            MemorySegment sortedTokenIds,
            MemorySegment expertIds,
            MemorySegment numTokensPostPadded,
            MemorySegment tokensPerExpert) {
        ReferenceDispatch.alignBlockSize(
                numPairs,
                topkIds,
                numExperts,
                blockSize,
                sortedTokenIds,
                expertIds,
                numTokensPostPadded,
                tokensPerExpert);
    }

    /**
     * Finds physical experts, as {@link ReferenceDispatch#mapExperts} has it and, unless told, does it.
     *
     * @param numTokens rows, at least 1
     * @param topk columns
     * @param topkIds [numTokens, topk] int32
     * @param map the experts' replicas
     * @param physicalIds [numTokens, topk] int32
     * @throws BackendException if the device fails
     */
    default void mapExperts(int numTokens, int topk, MemorySegment topkIds, ExpertMap map, MemorySegment physicalIds) {
        ReferenceDispatch.mapExperts(numTokens, topk, topkIds, map, physicalIds);
    }

    /**
     * Packs ids and weights, as {@link ReferenceDispatch#pack} has it and, unless told, does it.
     *
     * @param numPairs how many there are, at least 1
     * @param topkIds [numPairs] int32
     * @param topkWeights [numPairs] float32
     * @param packed [numPairs] int32
     * @throws BackendException if the device fails
     */
    default void pack(int numPairs, MemorySegment topkIds, MemorySegment topkWeights, MemorySegment packed) {
        ReferenceDispatch.pack(numPairs, topkIds, topkWeights, packed);
    }

    /** Releases what the worker holds. Called once. */
    @Override
    void close();
}
