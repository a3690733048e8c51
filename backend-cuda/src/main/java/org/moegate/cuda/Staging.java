package org.moegate.cuda;

import java.lang.foreign.MemorySegment;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.Resources;

/**
 * What host calls pass through: the bias before the logits, and the weights behind the ids, so that each way is one transfer.
 * Rows lie close together there, whatever their stride is.
 */
final class Staging implements AutoCloseable {

    /** What every wide load is content with. */
    private static final int ALIGNMENT = 64;

    private final int rows;
    private final int logitsElement;
    private final long rowBytes;
    private final long biasBytes;
    private final long logitsOffset;
    private final long resultBytes;
    private final Resources resources;
    private final StagedBuffer input;
    private final StagedBuffer output;

    /** Room for a number of rows. The device's context is current. */
    Staging(CudaDevice device, PlanRequest request, int rows) {
        this.rows = rows;
        this.logitsElement = request.logitsDType().byteSize();
        this.rowBytes = rowBytes(request);
        @Nullable DType biasDType = request.biasDType();
        this.biasBytes = biasDType == null ? 0 : (long) request.spec().numExperts() * biasDType.byteSize();
        this.logitsOffset = Math.ceilDiv(biasBytes, ALIGNMENT) * ALIGNMENT;
        this.resultBytes = (long) request.spec().topk() * Integer.BYTES;
        this.resources = new Resources(device::check);
        try {
            this.input = new StagedBuffer(device, logitsOffset + rows * rowBytes, resources);
            this.output = new StagedBuffer(device, rows * resultBytes * 2, resources);
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    static long rowBytes(PlanRequest request) {
        return (long) request.spec().numExperts() * request.logitsDType().byteSize();
    }

    int rows() {
        return rows;
    }

    /** Tells a launch of as many rows where things are. */
    void setBatch(Launch launch, int count, int nonPadded) {
        launch.setBatch(
                count,
                nonPadded,
                input.address() + logitsOffset,
                rowBytes / logitsElement,
                biasBytes == 0 ? 0 : input.address(),
                output.address(),
                output.address() + count * resultBytes);
    }

    /** Rows from the caller's to the device's memory; padding is not read, so it is not copied. */
    void upload(
            MemorySegment logits,
            long logitsRowStride,
            @Nullable MemorySegment bias,
            int first,
            int count,
            CUstream_st stream) {
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
        input.upload(logitsOffset + count * rowBytes, stream);
    }

    /** Ids and weights on their way to the host, once the kernel has written them. */
    void download(int count, CUstream_st stream) {
        output.download(2L * count * resultBytes, stream);
    }

    /** Hands them to the caller, once they have arrived. */
    void copyResults(MemorySegment topkIds, MemorySegment topkWeights, int first, int count) {
        long bytes = count * resultBytes;
        MemorySegment.copy(output.host(), 0, topkIds, first * resultBytes, bytes);
        MemorySegment.copy(output.host(), bytes, topkWeights, first * resultBytes, bytes);
    }

    @Override
    public void close() {
        resources.close();
    }
}
