package org.moegate.opencl;

import java.lang.foreign.MemorySegment;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_command_queue;
import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;
import org.moegate.ExpertMap;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.Resources;
import org.moegate.kernelbuilds.StagingLayout;
import org.moegate.spi.BackendException;
import org.moegate.spi.GateWorker;

/** Routes host memory: has as many rows at a time as fit copied to the device, routed there, and the results copied back. */
final class OpenClWorker implements GateWorker {

    private final OpenClDevice device;
    private final DeviceContext context;
    private final Resources resources;
    private final cl_command_queue queue;
    private final GateCalls calls;
    private final StagingLayout layout;
    private @Nullable Staging staging;
    private @Nullable HostDispatch dispatch;

    OpenClWorker(OpenClDevice device, DeviceContext context, Program program, PlanRequest request) {
        this.device = device;
        this.context = context;
        this.resources = new Resources(device::check);
        this.layout = new StagingLayout(request);
        try {
            queue = newQueue();
            calls = new GateCalls(device, program, request, resources);
            KernelCall largest = calls.of(layout.mostRows());
            long scratchBytes = largest.scratchBytes(layout.mostRows());
            if (scratchBytes > 0) {
                largest.setScratch(newScratch(scratchBytes));
            }
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    @SuppressWarnings("deprecation") // the function that takes its place is unknown to OpenCL 1.2
    private cl_command_queue newQueue() {
        int[] code = new int[1];
        cl_command_queue made = CL.clCreateCommandQueue(context.handle(), device.id(), 0, code);
        device.check("clCreateCommandQueue", code[0]);
        resources.own("clReleaseCommandQueue", () -> CL.clReleaseCommandQueue(made));
        return made;
    }

    private cl_mem newScratch(long bytes) {
        cl_mem made = device.newBuffer(context.handle(), CL.CL_MEM_READ_WRITE, bytes, null);
        resources.own("clReleaseMemObject", () -> CL.clReleaseMemObject(made));
        return made;
    }

    @Override
    public void route(
            int numTokens,
            int numTokenNonPadded,
            MemorySegment logits,
            long logitsRowStride,
            @Nullable MemorySegment bias,
            MemorySegment topkIds,
            MemorySegment topkWeights) {
        Staging staged = stagingFor(numTokens);
        try {
            int count;
            for (int first = 0; first < numTokens; first += count) {
                count = Math.min(staged.rows(), numTokens - first);
                int nonPadded = Math.clamp((long) numTokenNonPadded - first, 0, count);
                staged.upload(logits, logitsRowStride, bias, first, nonPadded);
                KernelCall call = calls.of(count);
                staged.setArguments(call, count);
                call.setTokens(count, nonPadded);
                call.enqueue(queue, null, null);
                staged.download(topkIds, topkWeights, first, count);
            }
        } catch (BackendException | CLException e) {
            throw broken(e);
        }
    }

    /** After a failure that may be the device's end. */
    private RuntimeException broken(RuntimeException failure) {
        context.markBroken();
        return failure instanceof CLException thrownByJocl ? device.failure(thrownByJocl) : failure;
    }

    @Override
    public void countTokens(int numPairs, MemorySegment topkIds, int numExperts, MemorySegment tokensPerExpert) {
        try {
            dispatch().countTokens(numPairs, topkIds, numExperts, tokensPerExpert);
        } catch (BackendException | CLException e) {
            throw broken(e);
        }
    }

    @Override
    public void alignBlockSize(
            int numPairs,
            MemorySegment topkIds,
            int numExperts,
            int blockSize,
            MemorySegment sortedTokenIds,
            MemorySegment expertIds,
            MemorySegment numTokensPostPadded,
            MemorySegment tokensPerExpert) {
        try {
            dispatch()
                    .alignBlockSize(
                            numPairs,
                            topkIds,
                            numExperts,
                            blockSize,
                            sortedTokenIds,
                            expertIds,
                            numTokensPostPadded,
                            tokensPerExpert);
        } catch (BackendException | CLException e) {
            throw broken(e);
        }
    }

    @Override
    public void mapExperts(int numTokens, int topk, MemorySegment topkIds, ExpertMap map, MemorySegment physicalIds) {
        try {
            dispatch().mapExperts(numTokens, topk, topkIds, map, physicalIds);
        } catch (BackendException | CLException e) {
            throw broken(e);
        }
    }

    @Override
    public void pack(int numPairs, MemorySegment topkIds, MemorySegment topkWeights, MemorySegment packed) {
        try {
            dispatch().pack(numPairs, topkIds, topkWeights, packed);
        } catch (BackendException | CLException e) {
            throw broken(e);
        }
    }

    /** Made when first needed, since many engines only route. */
    private HostDispatch dispatch() {
        if (dispatch == null) {
            dispatch = new HostDispatch(device, context, queue);
        }
        return dispatch;
    }

    /** Grows with the batches. */
    private Staging stagingFor(int numTokens) {
        Staging old = staging;
        int rows = layout.roomFor(numTokens);
        if (old != null && old.rows() >= rows) {
            return old;
        }
        if (old != null) {
            staging = null;
            old.close();
        }
        try {
            Staging grown = new Staging(device, context.handle(), queue, layout, rows);
            staging = grown;
            return grown;
        } catch (CLException e) {
            throw device.failure(e);
        }
    }

    @Override
    public void close() {
        HostDispatch used = dispatch;
        try (resources;
                used) {
            if (staging != null) {
                staging.close();
            }
        }
    }
}
