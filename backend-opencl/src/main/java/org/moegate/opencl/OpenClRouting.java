package org.moegate.opencl;

import org.jocl.cl_command_queue;
import org.jocl.cl_event;
import org.jspecify.annotations.Nullable;

/**
 * Routes memory that already lies on the device, in the order of the caller's command queue: what
 * {@link org.moegate.GatePlan#deviceRouting} gives for this type. Nothing in it waits for the device.
 *
 * {@snippet :
 * OpenClRouting routing = plan.deviceRouting(OpenClRouting.class).orElseThrow();
 * routing.prepare(queue);
 * cl_event routed = routing.route(queue, numTokens, numTokens, OpenClArray.of(logits), numExperts,
 *         OpenClArray.of(bias), OpenClArray.of(ids), OpenClArray.of(weights));
 * }
 *
 * <p>Queue and buffers belong to one context of the caller's, on the device of the plan. Several contexts, queues and threads
 * may use one routing at once. An implementation is valid until its plan is closed; close the plan only once the work it
 * enqueued is done.
 */
public interface OpenClRouting {

    /**
     * Builds what the queue's context needs, so that the first call there takes no longer than later ones.
     *
     * @param queue a queue on the plan's device
     * @throws IllegalArgumentException if the queue is another device's
     * @throws IllegalStateException if the plan is closed
     * @throws org.moegate.spi.BackendException if the driver fails
     */
    void prepare(cl_command_queue queue);

    /**
     * Enqueues a batch. Outputs and inputs must not overlap; that and what the buffers hold is not checked.
     *
     * @param queue a queue on the plan's device, in order or not
     * @param numTokens rows; 0 writes nothing
     * @param numTokenNonPadded rows before the padding, 0 to numTokens; the others get ids −1 and weights 0
     * @param logits [numTokens, num_experts] of the plan's logits type
     * @param logitsRowStride elements from one row to the next, at least num_experts
     * @param bias [num_experts] of the plan's bias type, null exactly where the plan has none
     * @param topkIds [numTokens, topk] int32
     * @param topkWeights [numTokens, topk] float32
     * @param waitFor what must be complete before; may be empty
     * @return complete when the outputs are written; the caller releases it
     * @throws IllegalArgumentException if an argument is out of range or a buffer too small, before anything is enqueued
     * @throws IllegalStateException if the plan is closed
     * @throws org.moegate.spi.BackendException if the driver fails
     */
    cl_event route(
            cl_command_queue queue,
            int numTokens,
            int numTokenNonPadded,
            OpenClArray logits,
            long logitsRowStride,
            @Nullable OpenClArray bias,
            OpenClArray topkIds,
            OpenClArray topkWeights,
            cl_event... waitFor);
}
