package org.moegate.cuda;

/**
 * What an engine does with a routing before its experts run, on memory that already lies on the GPU and in the order of the
 * caller's stream: what {@link org.moegate.GatePlan#deviceRouting} gives for this type. The results are those of
 * {@link org.moegate.Dispatch}, to the bit. Calls launch one to three kernels, wait for nothing, allocate nothing, and may be
 * captured in a CUDA graph.
 *
 * {@snippet :
 * CudaDispatch dispatch = plan.deviceRouting(CudaDispatch.class).orElseThrow();
 * long scratch = allocate(dispatch.scratchBytes(mostTokens, numExperts));
 * routing.route(stream, numTokens, numTokens, logits, numExperts, bias, ids, weights);
 * dispatch.alignBlockSize(stream, numTokens, ids, numExperts, 64, sorted, blocks, total, counts, scratch);
 * }
 *
 * <p>Streams and addresses are plain numbers, as {@link CudaRouting} has them, and the same holds for contexts and threads.
 * Kernels are compiled and loaded when this is first asked for, so a call need not. Pairs are those of a token and a column,
 * numbered {@code token * topk + column}, with the topk of the plan's gate; an id that is no expert's, such as padding's −1, is
 * neither counted nor sorted.
 *
 * <p>Outputs and scratch memory must not overlap anything else; that, and what the addresses point to, is not checked.
 *
 * <p>Calls throw {@link IllegalArgumentException} if an argument is out of range, or an address is 0 or not a multiple of 4,
 * before anything is enqueued; those that enqueue throw {@link IllegalStateException} if the plan is closed, and
 * {@link org.moegate.spi.BackendException} if the driver fails.
 *
 * <p>An implementation is valid until its plan is closed; close the plan only once the work it enqueued is done.
 */
public interface CudaDispatch {

    /**
     * How much scratch memory calls need. It grows with either number, so what does for an engine's largest batch does for all.
     * Calls that may run at the same time, such as those on different streams, need some of their own each.
     *
     * @param numTokens rows
     * @param numExperts as in the call
     * @return bytes, at least 4
     */
    long scratchBytes(int numTokens, int numExperts);

    /**
     * Enqueues {@link org.moegate.Dispatch#countTokens}.
     *
     * @param stream a stream on the plan's device; 0 for the default stream
     * @param numTokens rows; of 0 all counts are 0, and topkIds may be anything
     * @param topkIds address of [numTokens, topk] int32
     * @param numExperts the ids counted are those below
     * @param tokensPerExpert address of [numExperts] int32, written
     * @param scratch address of {@link #scratchBytes}; what they hold means nothing, before the call and after it
     */
    void countTokens(long stream, int numTokens, long topkIds, int numExperts, long tokensPerExpert, long scratch);

    /**
     * Enqueues {@link org.moegate.Dispatch#alignBlockSize}.
     *
     * @param stream a stream on the plan's device; 0 for the default stream
     * @param numTokens rows; of 0 there are no blocks, and topkIds, sortedTokenIds and expertIds may be anything
     * @param topkIds address of [numTokens, topk] int32
     * @param numExperts the ids sorted are those below
     * @param blockSize pairs a block, at least 1
     * @param sortedTokenIds address of int32, {@link org.moegate.Dispatch#mostSortedIds} of them; written as far as there are
     *     blocks
     * @param expertIds address of int32, {@link org.moegate.Dispatch#mostBlocks} of them; written as far as there are blocks
     * @param numTokensPostPadded address of [1] int32, written
     * @param tokensPerExpert address of [numExperts] int32, written
     * @param scratch address of {@link #scratchBytes}; what they hold means nothing, before the call and after it
     */
    void alignBlockSize(
            long stream,
            int numTokens,
            long topkIds,
            int numExperts,
            int blockSize,
            long sortedTokenIds,
            long expertIds,
            long numTokensPostPadded,
            long tokensPerExpert,
            long scratch);

    /**
     * Enqueues {@link org.moegate.Dispatch#mapExperts}, with a map that lies on the GPU: that of
     * {@link org.moegate.ExpertMap#logicalToPhysical} and {@link org.moegate.ExpertMap#logicalReplicaCounts}.
     *
     * @param stream a stream on the plan's device; 0 for the default stream
     * @param numTokens rows; 0 writes nothing
     * @param topkIds address of [numTokens, topk] int32, logical
     * @param logicalToPhysical address of [numLogicalExperts, mostReplicas] int32
     * @param replicaCounts address of [numLogicalExperts] int32, each 1 to mostReplicas, which is not checked
     * @param numLogicalExperts ids from there on become −1
     * @param mostReplicas the width of logicalToPhysical
     * @param physicalIds address of [numTokens, topk] int32, written
     */
    void mapExperts(
            long stream,
            int numTokens,
            long topkIds,
            long logicalToPhysical,
            long replicaCounts,
            int numLogicalExperts,
            int mostReplicas,
            long physicalIds);

    /**
     * Enqueues {@link org.moegate.Dispatch#pack}.
     *
     * @param stream a stream on the plan's device; 0 for the default stream
     * @param numTokens rows; 0 writes nothing
     * @param topkIds address of [numTokens, topk] int32
     * @param topkWeights address of [numTokens, topk] float32
     * @param packed address of [numTokens, topk] int32, written
     * @throws IllegalArgumentException also where the gate has ids above 32767
     */
    void pack(long stream, int numTokens, long topkIds, long topkWeights, long packed);
}
