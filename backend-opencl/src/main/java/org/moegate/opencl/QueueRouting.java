package org.moegate.opencl;

import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_event;
import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.Resources;
import org.moegate.spi.RouteNumbers;

/** The caller's queues and buffers: a program and its kernels for each context they come from, kept until the plan is closed. */
final class QueueRouting implements OpenClRouting, AutoCloseable {

    private final OpenClDevice device;
    private final PlanRequest request;
    private final CallerContexts<GateCalls> contexts;

    QueueRouting(OpenClDevice device, DeviceContext home, Program program, PlanRequest request) {
        this.device = device;
        this.request = request;
        this.contexts =
                new CallerContexts<>(device, (context, resources) -> newCalls(home, context, program, resources));
    }

    @Override
    public void prepare(cl_command_queue queue) {
        try {
            synchronized (this) {
                contexts.of(queue);
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
                GateCalls gate = contexts.of(queue);
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
        cl_mem scratch = device.newBuffer(contexts.contextOf(queue), CL.CL_MEM_READ_WRITE, scratchBytes, null);
        try {
            call.setScratch(scratch);
            call.enqueue(queue, before, routed);
        } finally {
            device.check("clReleaseMemObject", CL.clReleaseMemObject(scratch));
        }
    }

    private GateCalls newCalls(DeviceContext home, cl_context context, Program program, Resources resources) {
        Program there = program.in(home, context);
        resources.own("clReleaseProgram", () -> CL.clReleaseProgram(there.handle()));
        return new GateCalls(device, there, request, resources);
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
        RouteNumbers.check(spec, numTokens, numTokenNonPadded, logitsRowStride);
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
        Room.require("logits", logits, Math.addExact(rowsBeforeLast, spec.numExperts()), logitsElement);
        Room.require("topkIds", topkIds, (long) numTokens * spec.topk(), Integer.BYTES);
        Room.require("topkWeights", topkWeights, (long) numTokens * spec.topk(), Float.BYTES);
        if (bias != null && biasDType != null) {
            Room.require("bias", bias, spec.numExperts(), biasDType.byteSize());
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            contexts.close();
        }
    }
}
