package org.moegate.opencl;

import org.jocl.cl_command_queue;
import org.jocl.cl_event;

/**
 * What follows the gate, for memory that already lies on the device, in the order of the caller's command queue: what
 * {@link org.moegate.GatePlan#deviceRouting} gives for this type. Results are those of {@link org.moegate.Dispatch}, where the
 * arrays are described. Nothing in it waits for the device or allocates memory there.
 *
 * {@snippet :
 * OpenClDispatch dispatch = plan.deviceRouting(OpenClDispatch.class).orElseThrow();
 * dispatch.prepare(queue);
 * cl_event sorted = dispatch.alignBlockSize(queue, numTokens, OpenClArray.of(ids), numExperts, blockSize,
 *         OpenClArray.of(sortedTokenIds), OpenClArray.of(expertIds), OpenClArray.of(numTokensPostPadded),
 *         OpenClArray.of(tokensPerExpert), OpenClArray.of(scratch), routed);
 * }
 *
 * <p>Queues, contexts and threads are as {@link OpenClRouting} has them. Every call returns an event that is complete when its
 * outputs are written, and which the caller releases. Outputs, scratch and inputs must not overlap; that, and what buffers hold,
 * is not checked. Calls throw {@link IllegalArgumentException} if an argument is out of range or a buffer too small, before
 * anything is enqueued; {@link IllegalStateException} if the plan is closed; {@link org.moegate.spi.BackendException} if the
 * driver fails.
 */
public interface OpenClDispatch {

    /**
     * Builds what the queue's context needs, so that the first call there takes no longer than later ones.
     *
     * @param queue a queue on the plan's device
     */
    void prepare(cl_command_queue queue);

    /**
     * The memory that {@link #countTokens} and {@link #alignBlockSize} need while they run.
     *
     * @param numTokens rows
     * @param numExperts as in the call
     * @return ints; as many do for fewer tokens and experts
     */
    long scratchInts(int numTokens, int numExperts);

    /**
     * Counts the pairs of each expert.
     *
     * @param queue a queue on the plan's device, in order or not
     * @param numTokens rows
     * @param topkIds [numTokens, topk] int32
     * @param numExperts the ids counted are those below
     * @param tokensPerExpert [numExperts] int32, written
     * @param scratch {@link #scratchInts} ints
     * @param waitFor what must be complete before; may be empty
     * @return complete when the counts are written
     */
    cl_event countTokens(
            cl_command_queue queue,
            int numTokens,
            OpenClArray topkIds,
            int numExperts,
            OpenClArray tokensPerExpert,
            OpenClArray scratch,
            cl_event... waitFor);

    /**
     * Sorts pairs by expert into whole blocks.
     *
     * @param queue a queue on the plan's device, in order or not
     * @param numTokens rows
     * @param topkIds [numTokens, topk] int32
     * @param numExperts the ids sorted are those below
     * @param blockSize pairs a block, at least 1
     * @param sortedTokenIds int32, {@link org.moegate.Dispatch#mostSortedIds} of them
     * @param expertIds int32, {@link org.moegate.Dispatch#mostBlocks} of them
     * @param numTokensPostPadded [1] int32, written
     * @param tokensPerExpert [numExperts] int32, written
     * @param scratch {@link #scratchInts} ints
     * @param waitFor what must be complete before; may be empty
     * @return complete when the outputs are written
     */
    cl_event alignBlockSize(
            cl_command_queue queue,
            int numTokens,
            OpenClArray topkIds,
            int numExperts,
            int blockSize,
            OpenClArray sortedTokenIds,
            OpenClArray expertIds,
            OpenClArray numTokensPostPadded,
            OpenClArray tokensPerExpert,
            OpenClArray scratch,
            cl_event... waitFor);

    /**
     * Puts physical experts in the place of logical ones.
     *
     * @param queue a queue on the plan's device, in order or not
     * @param numTokens rows
     * @param topkIds [numTokens, topk] int32, logical
     * @param numLogicalExperts rows of the map, at least 1
     * @param mostReplicas columns of the map, at least 1
     * @param logicalToPhysical [numLogicalExperts, mostReplicas] int32
     * @param logicalReplicaCounts [numLogicalExperts] int32, each 1 to mostReplicas
     * @param physicalIds [numTokens, topk] int32, written
     * @param waitFor what must be complete before; may be empty
     * @return complete when the ids are written
     */
    cl_event mapExperts(
            cl_command_queue queue,
            int numTokens,
            OpenClArray topkIds,
            int numLogicalExperts,
            int mostReplicas,
            OpenClArray logicalToPhysical,
            OpenClArray logicalReplicaCounts,
            OpenClArray physicalIds,
            cl_event... waitFor);

    /**
     * Packs each id with its weight, as bfloat16.
     *
     * @param queue a queue on the plan's device, in order or not
     * @param numTokens rows
     * @param topkIds [numTokens, topk] int32
     * @param topkWeights [numTokens, topk] float32
     * @param packed [numTokens, topk] int32, written
     * @param waitFor what must be complete before; may be empty
     * @return complete when the pairs are written
     */
    cl_event pack(
            cl_command_queue queue,
            int numTokens,
            OpenClArray topkIds,
            OpenClArray topkWeights,
            OpenClArray packed,
            cl_event... waitFor);
}
