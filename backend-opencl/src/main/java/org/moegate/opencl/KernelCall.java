package org.moegate.opencl;

import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.GateStruct;
import org.moegate.kernelbuilds.Resources;

/**
 * A kernel object with its arguments, in the order of the kernels' parameters. For one thread at a time; allocates nothing
 * where buffers stay the same.
 */
final class KernelCall {

    private final OpenClDevice device;
    private final cl_kernel kernel;
    private final Grid grid;
    private final boolean needsScratch;
    private final long keyBytes;
    private final int firstArgument;
    private final NumberArgument numTokens;
    private final NumberArgument numTokenNonPadded;
    private final BufferArgument logits;
    private final NumberArgument logitsAt;
    private final NumberArgument logitsRowStride;
    private final BufferArgument bias;
    private final NumberArgument biasAt;
    private final BufferArgument topkIds;
    private final NumberArgument topkIdsAt;
    private final BufferArgument topkWeights;
    private final NumberArgument topkWeightsAt;
    private int argument;

    /** A call of one of a program's kernels; {@code resources} takes over what it makes. */
    KernelCall(OpenClDevice device, Program program, String name, Grid grid, PlanRequest request, Resources resources) {
        this.device = device;
        this.kernel = program.newKernel(device, name);
        resources.own("clReleaseKernel", () -> CL.clReleaseKernel(kernel));
        this.grid = grid;
        this.keyBytes = Program.keyBytes(request.spec());
        boolean tiled = program.family() == KernelFamily.TILED;
        this.needsScratch = tiled && !program.keysInLocalMemory();
        if (tiled) {
            setGate(request, program.keysInLocalMemory());
        }
        this.firstArgument = argument;
        numTokens = number(Integer.BYTES);
        numTokenNonPadded = number(Integer.BYTES);
        logits = buffer();
        logitsAt = number(Long.BYTES);
        logitsRowStride = number(Long.BYTES);
        bias = buffer();
        biasAt = number(Long.BYTES);
        topkIds = buffer();
        topkIdsAt = number(Long.BYTES);
        topkWeights = buffer();
        topkWeightsAt = number(Long.BYTES);
    }

    private void setGate(PlanRequest request, boolean keysInLocalMemory) {
        device.check(
                "clSetKernelArg",
                CL.clSetKernelArg(kernel, argument++, GateStruct.BYTES, Pointer.to(GateStruct.of(request))));
        if (keysInLocalMemory) {
            device.check("clSetKernelArg", CL.clSetKernelArg(kernel, argument, keyBytes, null));
        }
        argument++;
    }

    private NumberArgument number(int bytes) {
        return new NumberArgument(device, kernel, argument++, bytes);
    }

    private BufferArgument buffer() {
        return new BufferArgument(device, kernel, argument++);
    }

    /** Bytes of device memory that a batch needs besides inputs and outputs; mostly 0. */
    long scratchBytes(int tokens) {
        return needsScratch ? grid.groups(tokens) * keyBytes : 0;
    }

    /** The memory for {@link #scratchBytes}, where that is not 0. */
    void setScratch(cl_mem scratch) {
        device.check(
                "clSetKernelArg", CL.clSetKernelArg(kernel, firstArgument - 1, Sizeof.cl_mem, Pointer.to(scratch)));
    }

    void setTokens(int tokens, int nonPadded) {
        numTokens.set(tokens);
        numTokenNonPadded.set(nonPadded);
        grid.setTokens(tokens);
    }

    /** Positions and stride count elements. */
    void setInputs(cl_mem logitsBuffer, long logitsFirst, long rowStride, @Nullable cl_mem biasBuffer, long biasFirst) {
        logits.set(logitsBuffer);
        logitsAt.set(logitsFirst);
        logitsRowStride.set(rowStride);
        bias.set(biasBuffer);
        biasAt.set(biasFirst);
    }

    void setOutputs(cl_mem idsBuffer, long idsFirst, cl_mem weightsBuffer, long weightsFirst) {
        topkIds.set(idsBuffer);
        topkIdsAt.set(idsFirst);
        topkWeights.set(weightsBuffer);
        topkWeightsAt.set(weightsFirst);
    }

    void enqueue(cl_command_queue queue, cl_event @Nullable [] waitFor, @Nullable cl_event event) {
        device.check(
                "clEnqueueNDRangeKernel",
                CL.clEnqueueNDRangeKernel(
                        queue,
                        kernel,
                        1,
                        null,
                        grid.global(),
                        grid.local(),
                        waitFor == null ? 0 : waitFor.length,
                        waitFor,
                        event));
    }
}
