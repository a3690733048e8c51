package org.moegate.cuda;

import static org.bytedeco.cuda.global.cudart.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.GateStruct;

/**
 * Launches of a gate's kernels: their arguments, in memory of their own. For one thread at a time; nothing is allocated.
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
    private final Launcher launcher;

    Launch(CudaDevice device, Supplier<GateKernels> kernels, PlanRequest request) {
        this.device = device;
        this.kernels = kernels;
        this.batch = ByteBuffer.allocateDirect(BATCH_BYTES).order(ByteOrder.nativeOrder());
        // rows.cu's kernels take the first, tiled.cu's all three
        this.arguments = new PointerPointer<>(new BytePointer(batch), new BytePointer(GateStruct.of(request)), scratch);
        this.launcher = new Launcher(device);
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
            launcher.enqueue(current.kernel(tokens), current.blocks(tokens), arguments, stream);
            return;
        }
        // in the order of the stream, so that calls on other streams may run beside this one
        device.check("cuMemAllocAsync of " + scratchBytes + " bytes", cuMemAllocAsync(scratch, scratchBytes, stream));
        try {
            launcher.enqueue(current.kernel(tokens), current.blocks(tokens), arguments, stream);
        } finally {
            device.check("cuMemFreeAsync", cuMemFreeAsync(scratch.get(), stream));
        }
    }

    @Override
    public void close() {
        launcher.close();
        arguments.close();
        scratch.close();
    }
}
