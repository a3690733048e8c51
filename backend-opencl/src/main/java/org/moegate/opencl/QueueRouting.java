package org.moegate.opencl;

import java.util.HashMap;
import java.util.Map;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_event;
import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.DeviceCallChecks;
import org.moegate.kernelbuilds.Resources;

/** The caller's queues and buffers: a program and its kernels for each context they come from, kept until the plan is closed. */
final class QueueRouting implements OpenClRouting, AutoCloseable {

    private final OpenClDevice device;
    private final DeviceContext home;
    private final Program program;
    private final PlanRequest request;
    private final Resources resources;
    private final Map<cl_context, GateCalls> calls = new HashMap<>();
    private boolean closed;

    QueueRouting(OpenClDevice device, DeviceContext home, Program program, PlanRequest request) {
        this.device = device;
        this.home = home;
        this.program = program;
        this.request = request;
        this.resources = new Resources(device::check);
    }

    @Override
    public void prepare(cl_command_queue queue) {
        try {
            synchronized (this) {
                callsFor(queue);
            }
        } catch (CLException e) {
            throw device.failure(e);
        }
    }

    @Override
    public cl_event route(
            cl_command_queue queue,
            int numTokens,
            int numTokenNonPadded,
            OpenClArray logits,
            long logitsRowStride,
            @Nullable OpenClArray bias,
            OpenClArray topkIds,
            OpenClArray topkWeights,
            cl_event... waitFor) {
        try {
            check(numTokens, numTokenNonPadded, logits, logitsRowStride, bias, topkIds, topkWeights);
            cl_event @Nullable [] before = waitFor.length == 0 ? null : waitFor;
            cl_event routed = new cl_event();
            // OpenCL takes a kernel's arguments as they are when it is enqueued, so threads take turns until then
            synchronized (this) {
                GateCalls gate = callsFor(queue);
                if (numTokens == 0) {
                    device.check(
                            "clEnqueueMarkerWithWaitList",
                            CL.clEnqueueMarkerWithWaitList(queue, waitFor.length, before, routed));
                    return routed;
                }
                KernelCall call = gate.of(numTokens);
                call.setInputs(
                        logits.buffer(),
                        logits.offset(),
                        logitsRowStride,
                        bias == null ? null : bias.buffer(),
                        bias == null ? 0 : bias.offset());
                call.setOutputs(topkIds.buffer(), topkIds.offset(), topkWeights.buffer(), topkWeights.offset());
                call.setTokens(numTokens, numTokenNonPadded);
                enqueue(queue, call, call.scratchBytes(numTokens), before, routed);
            }
            return routed;
        } catch (CLException e) {
            throw device.failure(e);
        }
    }

    /** Scratch memory is of one call alone, as calls of other queues may run beside it. OpenCL keeps it until the call is done. */
    private void enqueue(
            cl_command_queue queue, KernelCall call, long scratchBytes, cl_event @Nullable [] before, cl_event routed) {
        if (scratchBytes == 0) {
            call.enqueue(queue, before, routed);
            return;
        }
        cl_mem scratch = device.newBuffer(contextOf(queue), CL.CL_MEM_READ_WRITE, scratchBytes, null);
        try {
            call.setScratch(scratch);
            call.enqueue(queue, before, routed);
        } finally {
            device.check("clReleaseMemObject", CL.clReleaseMemObject(scratch));
        }
    }

    private GateCalls callsFor(cl_command_queue queue) {
        if (closed) {
            throw new IllegalStateException("the plan is closed");
        }
        cl_context context = contextOf(queue);
        @Nullable GateCalls known = calls.get(context);
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
        Program there = program.in(home, context);
        resources.own("clReleaseProgram", () -> CL.clReleaseProgram(there.handle()));
        GateCalls made = new GateCalls(device, there, request, resources);
        calls.put(context, made);
        return made;
    }

    private cl_context contextOf(cl_command_queue queue) {
        cl_context context = new cl_context();
        query(queue, CL.CL_QUEUE_CONTEXT, Sizeof.cl_context, Pointer.to(context));
        return context;
    }

    private void query(cl_command_queue queue, int parameter, long bytes, Pointer value) {
        device.check("clGetCommandQueueInfo", CL.clGetCommandQueueInfo(queue, parameter, bytes, value, null));
    }

    private void check(
            int numTokens,
            int numTokenNonPadded,
            OpenClArray logits,
            long logitsRowStride,
            @Nullable OpenClArray bias,
            OpenClArray topkIds,
            OpenClArray topkWeights) {
        GateSpec spec = request.spec();
        DeviceCallChecks.check(spec, numTokens, numTokenNonPadded, logitsRowStride);
        @Nullable DType biasDType = request.biasDType();
        if ((bias == null) != (biasDType == null)) {
            throw new IllegalArgumentException(
                    bias == null
                            ? "bias = null: the plan was compiled for a bias of " + biasDType
                            : "bias = " + bias + ": must be null, the plan was compiled without a bias");
        }
        if (numTokens == 0) {
            return;
        }
        int logitsElement = request.logitsDType().byteSize();
        long rowsBeforeLast = Math.multiplyExact(numTokens - 1L, logitsRowStride);
        requireRoom("logits", logits, Math.addExact(rowsBeforeLast, spec.numExperts()), logitsElement);
        requireRoom("topkIds", topkIds, (long) numTokens * spec.topk(), Integer.BYTES);
        requireRoom("topkWeights", topkWeights, (long) numTokens * spec.topk(), Float.BYTES);
        if (bias != null && biasDType != null) {
            requireRoom("bias", bias, spec.numExperts(), biasDType.byteSize());
        }
    }

    private static void requireRoom(String name, OpenClArray array, long elements, int elementBytes) {
        long available = ClInfo.bytesOf(array.buffer());
        if (available / elementBytes - array.offset() < elements) {
            throw new IllegalArgumentException(name + " = " + array + ": the buffer has " + available
                    + " bytes, must have " + elements + " elements of " + elementBytes + " bytes from the offset on");
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            resources.close();
        }
    }
}
