package org.moegate.docs.snippets;

import org.jocl.cl_command_queue;
import org.jocl.cl_event;
import org.jocl.cl_mem;
import org.moegate.GatePlan;
import org.moegate.cuda.CudaDispatch;
import org.moegate.cuda.CudaRouting;
import org.moegate.opencl.OpenClArray;
import org.moegate.opencl.OpenClRouting;

/** docs/cuda.md and docs/opencl.md. */
final class OnTheDevice {

    private OnTheDevice() {}

    static void cuda(
            GatePlan plan, long stream, int numTokens, int numExperts, long logits, long bias, long ids, long weights) {
        CudaRouting routing = plan.deviceRouting(CudaRouting.class).orElseThrow();
        routing.route(stream, numTokens, numTokens, logits, numExperts, bias, ids, weights);
    }

    static void cudaDispatch(
            GatePlan plan,
            long stream,
            int mostTokens,
            int numTokens,
            int numExperts,
            long ids,
            long sorted,
            long blocks,
            long total,
            long counts) {
        CudaDispatch dispatch = plan.deviceRouting(CudaDispatch.class).orElseThrow();
        long scratch = allocate(dispatch.scratchBytes(mostTokens, numExperts)); // enough for every smaller batch too
        dispatch.alignBlockSize(stream, numTokens, ids, numExperts, 64, sorted, blocks, total, counts, scratch);
    }

    /** Whatever the engine's binding of CUDA has for it. */
    private static long allocate(long bytes) {
        throw new UnsupportedOperationException(bytes + " bytes of the GPU's memory");
    }

    static cl_event openCl(
            GatePlan plan,
            cl_command_queue queue,
            int numTokens,
            int numExperts,
            cl_mem logits,
            cl_mem bias,
            cl_mem ids,
            cl_mem weights) {
        OpenClRouting routing = plan.deviceRouting(OpenClRouting.class).orElseThrow();
        routing.prepare(queue); // builds for the queue's context; otherwise the first call does
        cl_event routed = routing.route(
                queue,
                numTokens,
                numTokens,
                OpenClArray.of(logits),
                numExperts,
                OpenClArray.of(bias),
                OpenClArray.of(ids),
                OpenClArray.of(weights));
        return routed;
    }
}
