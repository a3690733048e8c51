package org.moegate.opencl;

import java.util.Optional;
import org.jocl.CLException;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.BinaryCache;
import org.moegate.spi.GateKernel;
import org.moegate.spi.GateWorker;

/** A gate on a device: the program that the table chose, in the context that the device's plans share. */
final class OpenClKernel implements GateKernel {

    private final OpenClDevice device;
    private final DeviceContext context;
    private final Program program;
    private final PlanRequest request;
    private final QueueRouting queueRouting;
    private final QueueDispatch queueDispatch;

    OpenClKernel(OpenClDevice device, BinaryCache cache, PlanRequest request, int specialisedLimit) {
        this.device = device;
        this.request = request;
        try {
            this.context = DeviceContext.enter(device, cache);
            try {
                this.program = context.program(request, specialisedLimit);
            } catch (RuntimeException e) {
                context.leave();
                throw e;
            }
        } catch (CLException e) {
            throw device.failure(e);
        }
        this.queueRouting = new QueueRouting(device, context, program, request);
        this.queueDispatch = new QueueDispatch(device, context, request.spec());
    }

    @Override
    public GateWorker newWorker() {
        try {
            return new OpenClWorker(device, context, program, request);
        } catch (CLException e) {
            throw device.failure(e);
        }
    }

    @Override
    public <T> Optional<T> deviceRouting(Class<T> type) {
        if (type == OpenClRouting.class) {
            return Optional.of(type.cast(queueRouting));
        }
        return type == OpenClDispatch.class ? Optional.of(type.cast(queueDispatch)) : Optional.empty();
    }

    @Override
    public void close() {
        try (queueRouting;
                queueDispatch) {
            // closed by the statement, also where one of them fails
        } finally {
            context.leave();
        }
    }
}
