package org.moegate.opencl;

import java.lang.foreign.MemorySegment;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jspecify.annotations.Nullable;
import org.moegate.kernelbuilds.StagingLayout;

/** The buffers that host calls pass through. */
final class Staging implements AutoCloseable {

    private final StagingLayout layout;
    private final int rows;
    private final StagedBuffer input;
    private final StagedBuffer output;

    /** Room for a number of rows. */
    Staging(OpenClDevice device, cl_context context, cl_command_queue queue, StagingLayout layout, int rows) {
        this.layout = layout;
        this.rows = rows;
        this.input = new StagedBuffer(device, context, queue, layout.inputBytes(rows));
        try {
            this.output = new StagedBuffer(device, context, queue, layout.outputBytes(rows));
        } catch (RuntimeException e) {
            input.close();
            throw e;
        }
    }

    int rows() {
        return rows;
    }

    /** Tells a kernel where things are, for as many rows. */
    void setArguments(KernelCall call, int count) {
        call.setInputs(
                input.buffer(),
                layout.logitsOffset() / layout.logitsElementBytes(),
                layout.logitsRowStride(),
                layout.hasBias() ? input.buffer() : null,
                0);
        call.setOutputs(output.buffer(), 0, output.buffer(), layout.weightsOffset(count) / Float.BYTES);
    }

    /** Rows from the caller's to the device's memory. */
    void upload(MemorySegment logits, long logitsRowStride, @Nullable MemorySegment bias, int first, int count) {
        layout.copyInputs(logits, logitsRowStride, bias, first, count, input.host());
        long bytes = layout.inputBytes(count);
        if (bytes > 0) {
            input.upload(bytes);
        }
    }

    /** Ids and weights from the device's to the caller's memory, once the kernel has written them. */
    void download(MemorySegment topkIds, MemorySegment topkWeights, int first, int count) {
        output.download(layout.outputBytes(count));
        layout.copyResults(output.host(), topkIds, topkWeights, first, count);
    }

    @Override
    public void close() {
        try (output) {
            input.close();
        }
    }
}
