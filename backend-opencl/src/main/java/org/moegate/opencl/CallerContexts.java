package org.moegate.opencl;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jspecify.annotations.Nullable;
import org.moegate.kernelbuilds.Resources;

/**
 * What is made in each context that the caller's queues come from, kept until this is closed. For one thread at a time.
 *
 * @param <T> what is made
 */
final class CallerContexts<T> implements AutoCloseable {

    private final OpenClDevice device;
    private final BiFunction<cl_context, Resources, T> maker;
    private final Resources resources;
    private final Map<cl_context, T> made = new HashMap<>();
    private boolean closed;

    /** Nothing yet; {@code maker} is given a context, and what takes over the objects it makes there. */
    CallerContexts(OpenClDevice device, BiFunction<cl_context, Resources, T> maker) {
        this.device = device;
        this.maker = maker;
        this.resources = new Resources(device::check);
    }

    /** What is made in a queue's context. */
    T of(cl_command_queue queue) {
        if (closed) {
            throw new IllegalStateException("the plan is closed");
        }
        cl_context context = contextOf(queue);
        @Nullable T known = made.get(context);
        if (known != null) {
            return known;
        }
        cl_device_id queueDevice = new cl_device_id();
        query(queue, CL.CL_QUEUE_DEVICE, Sizeof.cl_device_id, Pointer.to(queueDevice));
        if (!queueDevice.equals(device.id())) {
            throw new IllegalArgumentException("queue = " + queue + ": is a queue on "
                    + ClInfo.text(queueDevice, CL.CL_DEVICE_NAME) + ", must be on the plan's device, "
                    + device.facts().name());
        }
        // held, so that no other context comes to have its handle
        device.check("clRetainContext", CL.clRetainContext(context));
        resources.own("clReleaseContext", () -> CL.clReleaseContext(context));
        T now = maker.apply(context, resources);
        made.put(context, now);
        return now;
    }

    cl_context contextOf(cl_command_queue queue) {
        cl_context context = new cl_context();
        query(queue, CL.CL_QUEUE_CONTEXT, Sizeof.cl_context, Pointer.to(context));
        return context;
    }

    private void query(cl_command_queue queue, int parameter, long bytes, Pointer value) {
        device.check("clGetCommandQueueInfo", CL.clGetCommandQueueInfo(queue, parameter, bytes, value, null));
    }

    @Override
    public void close() {
        closed = true;
        resources.close();
    }
}
