package org.moegate.cuda;

import static org.bytedeco.cuda.global.cudart.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;
import org.bytedeco.cuda.cudart.CUlaunchAttribute;
import org.bytedeco.cuda.cudart.CUlaunchConfig;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.GateStruct;

/**
 * A kernel launch: its configuration, and its arguments in memory of their own, which the driver copies when it takes the
 * launch. For one thread at a time; nothing is allocated.
 */
final class Launch implements AutoCloseable {

    /** Of the struct {@code Batch} in {@code gate.h}. */
    private static final int BATCH_BYTES = 48;

    private static final int NUM_TOKENS = 0;
    private static final int NUM_TOKEN_NON_PADDED = 4;
    private static final int LOGITS = 8;
    private static final int LOGITS_ROW_STRIDE = 16;
    private static final int BIAS = 24;
    private static final int TOPK_IDS = 32;
    private static final int TOPK_WEIGHTS = 40;

    private final CudaDevice device;
    private final Supplier<GateKernels> kernels;
    private final ByteBuffer batch;
    private final LongPointer scratch = new LongPointer(1);
    private final PointerPointer<Pointer> arguments;
    private final CUlaunchAttribute early = new CUlaunchAttribute();
    private final CUlaunchConfig config;

    Launch(CudaDevice device, Supplier<GateKernels> kernels, PlanRequest request) {
        this.device = device;
        this.kernels = kernels;
        this.batch = ByteBuffer.allocateDirect(BATCH_BYTES).order(ByteOrder.nativeOrder());
        // rows.cu's kernels take the first, tiled.cu's all three
        this.arguments = new PointerPointer<>(new BytePointer(batch), new BytePointer(GateStruct.of(request)), scratch);
        early.id(CU_LAUNCH_ATTRIBUTE_PROGRAMMATIC_STREAM_SERIALIZATION);
        early.value().programmaticStreamSerializationAllowed(1);
        this.config = new CUlaunchConfig()
                .gridDimY(1)
                .gridDimZ(1)
                .blockDimY(1)
                .blockDimZ(1)
                .attrs(early);
    }

    /** What the kernel is told of a batch; addresses are the device's, and 0 stands for no bias. */
    void setBatch(
            int numTokens,
            int numTokenNonPadded,
            long logits,
            long logitsRowStride,
            long bias,
            long topkIds,
            long topkWeights) {
        batch.putInt(NUM_TOKENS, numTokens)
                .putInt(NUM_TOKEN_NON_PADDED, numTokenNonPadded)
                .putLong(LOGITS, logits)
                .putLong(LOGITS_ROW_STRIDE, logitsRowStride)
                .putLong(BIAS, bias)
                .putLong(TOPK_IDS, topkIds)
                .putLong(TOPK_WEIGHTS, topkWeights);
    }

    /** Hands the batch to a stream, and does not wait. */
    void enqueue(CUstream_st stream) {
        int tokens = batch.getInt(NUM_TOKENS);
        GateKernels current = kernels.get();
        long scratchBytes = current.scratchBytes(tokens);
        if (scratchBytes == 0) {
            scratch.put(0);
            enqueue(current.kernel(tokens), current.blocks(tokens), stream);
            return;
        }
        // in the order of the stream, so that calls on other streams may run beside this one
        device.check("cuMemAllocAsync of " + scratchBytes + " bytes", cuMemAllocAsync(scratch, scratchBytes, stream));
        try {
            enqueue(current.kernel(tokens), current.blocks(tokens), stream);
        } finally {
            device.check("cuMemFreeAsync", cuMemFreeAsync(scratch.get(), stream));
        }
    }

    private void enqueue(Kernel kernel, int blocks, CUstream_st stream) {
        boolean startsEarly = KernelTable.startsEarly(device.facts(), blocks, kernel.blocksAtOnce());
        config.gridDimX(blocks)
                .blockDimX(kernel.threads())
                .sharedMemBytes(kernel.sharedBytes())
                .hStream(stream)
                .numAttrs(startsEarly ? 1 : 0);
        device.check(
                "cuLaunchKernelEx", cuLaunchKernelEx(config, kernel.function(), arguments, (PointerPointer<?>) null));
    }

    @Override
    public void close() {
        config.close();
        early.close();
        arguments.close();
        scratch.close();
    }
}
