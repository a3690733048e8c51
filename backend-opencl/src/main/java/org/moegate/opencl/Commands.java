package org.moegate.opencl;

import org.jocl.CL;
import org.jocl.cl_command_queue;
import org.jocl.cl_event;
import org.jspecify.annotations.Nullable;

/** Kernels that run one after the other. */
interface Commands {

    /** Enqueues a kernel behind those before. */
    void run(DispatchKernel kernel, long workItems);

    /** In a queue that keeps their order by itself. */
    record InOrder(cl_command_queue queue) implements Commands {

        @Override
        public void run(DispatchKernel kernel, long workItems) {
            kernel.enqueue(queue, workItems, null, null);
        }
    }

    /** In a queue of any kind, each waiting for the one before, and the first for what the caller names. */
    final class Chained implements Commands {

        private final OpenClDevice device;
        private final cl_command_queue queue;
        private final cl_event[] waitFor;
        private @Nullable cl_event last;

        Chained(OpenClDevice device, cl_command_queue queue, cl_event... waitFor) {
            this.device = device;
            this.queue = queue;
            this.waitFor = waitFor;
        }

        @Override
        public void run(DispatchKernel kernel, long workItems) {
            cl_event done = new cl_event();
            kernel.enqueue(queue, workItems, before(), done);
            follow(done);
        }

        private cl_event @Nullable [] before() {
            if (last != null) {
                return new cl_event[] {last};
            }
            return waitFor.length == 0 ? null : waitFor;
        }

        private void follow(cl_event done) {
            cl_event before = last;
            last = done;
            if (before != null) {
                device.check("clReleaseEvent", CL.clReleaseEvent(before));
            }
        }

        /** Complete when all are, the caller's to release; also where there was no kernel. */
        cl_event end() {
            if (last == null) {
                cl_event done = new cl_event();
                device.check(
                        "clEnqueueMarkerWithWaitList",
                        CL.clEnqueueMarkerWithWaitList(queue, waitFor.length, before(), done));
                last = done;
            }
            return last;
        }
    }
}
