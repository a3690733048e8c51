package org.moegate.docs.snippets;

import org.jocl.cl_command_queue;
import org.jocl.cl_event;
import org.jocl.cl_mem;
import org.moegate.GatePlan;
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
