package org.moegate.opencl;

import java.lang.foreign.MemorySegment;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jspecify.annotations.Nullable;
import org.moegate.PlanRequest;

/**
 * What host calls pass through: the bias before the logits, and the weights behind the ids, so that each way is one transfer.
 * Rows lie close together on the device, whatever their stride on the host.
 */
final class Staging implements AutoCloseable {

    /** What every type of element and every vector is content with. */
    private static final int ALIGNMENT = 64;

    private final int rows;
    private final long rowBytes;
    private final long biasBytes;
    private final long logitsOffset;
    private final int logitsElement;
    private final long resultBytes;
    private final StagedBuffer input;
    private final StagedBuffer output;

    /** Room for a number of rows. */
    Staging(OpenClDevice device, cl_context context, cl_command_queue queue, PlanRequest request, int rows) {
        this.rows = rows;
        this.logitsElement = request.logitsDType().byteSize();
        this.rowBytes = rowBytes(request);
        this.biasBytes = request.biasDType() == null
                ? 0
                : (long) request.spec().numExperts() * request.biasDType().byteSize();
        this.logitsOffset = Math.ceilDiv(biasBytes, ALIGNMENT) * ALIGNMENT;
        this.resultBytes = (long) request.spec().topk() * Integer.BYTES;
        this.input = new StagedBuffer(device, context, queue, logitsOffset + rows * rowBytes);
        try {
            this.output = new StagedBuffer(device, context, queue, rows * resultBytes * 2);
        } catch (RuntimeException e) {
            input.close();
            throw e;
        }
    }

    static long rowBytes(PlanRequest request) {
        return (long) request.spec().numExperts() * request.logitsDType().byteSize();
    }

    int rows() {
        return rows;
    }

    /** Tells a kernel where things are, for as many rows. */
    void setArguments(KernelCall call, int count) {
        call.setInputs(
                input.buffer(),
                logitsOffset / logitsElement,
                rowBytes / logitsElement,
                biasBytes == 0 ? null : input.buffer(),
                0);
        call.setOutputs(output.buffer(), 0, output.buffer(), count * resultBytes / Float.BYTES);
    }

    /** Rows from the caller's to the device's memory; padding is not read, so it is not copied. */
    void upload(MemorySegment logits, long logitsRowStride, @Nullable MemorySegment bias, int first, int count) {
        if (bias != null) {
            MemorySegment.copy(bias, 0, input.host(), 0, biasBytes);
        }
        long strideBytes = logitsRowStride * logitsElement;
        if (strideBytes == rowBytes) {
            MemorySegment.copy(logits, first * rowBytes, input.host(), logitsOffset, count * rowBytes);
        } else {
            for (int row = 0; row < count; row++) {
                MemorySegment.copy(
                        logits, (first + row) * strideBytes, input.host(), logitsOffset + row * rowBytes, rowBytes);
            }
        }
        long bytes = logitsOffset + count * rowBytes;
        if (bytes > 0) {
            input.upload(bytes);
        }
    }

    /** Ids and weights from the device's to the caller's memory, once the kernel has written them. */
    void download(MemorySegment topkIds, MemorySegment topkWeights, int first, int count) {
        long bytes = count * resultBytes;
        output.download(bytes * 2);
        MemorySegment.copy(output.host(), 0, topkIds, first * resultBytes, bytes);
        MemorySegment.copy(output.host(), bytes, topkWeights, first * resultBytes, bytes);
    }

    @Override
    public void close() {
        try (output) {
            input.close();
        }
    }
}
