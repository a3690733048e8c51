package org.moegate.cuda;

import java.lang.foreign.MemorySegment;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.jspecify.annotations.Nullable;
import org.moegate.kernelbuilds.Resources;
import org.moegate.kernelbuilds.StagingLayout;

/** The buffers that host calls pass through. */
final class Staging implements AutoCloseable {

    private final StagingLayout layout;
    private final int rows;
    private final Resources resources;
    private final StagedBuffer input;
    private final StagedBuffer output;

    /** Room for a number of rows. The device's context is current. */
    Staging(CudaDevice device, StagingLayout layout, int rows) {
        this.layout = layout;
        this.rows = rows;
        this.resources = new Resources(device::check);
        try {
            this.input = StagedBuffer.forOneAccess(device, layout.inputBytes(rows), resources);
            this.output = StagedBuffer.forOneAccess(device, layout.outputBytes(rows), resources);
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    int rows() {
        return rows;
    }

    /** Tells a launch of as many rows where things are. */
    void setBatch(Launch launch, int count, int nonPadded) {
        launch.setBatch(
                count,
                nonPadded,
                input.address() + layout.logitsOffset(),
                layout.logitsRowStride(),
                layout.hasBias() ? input.address() : 0,
                output.address(),
                output.address() + layout.weightsOffset(count));
    }

    /** Rows from the caller's memory on their way to the device's. */
    void upload(
            MemorySegment logits,
            long logitsRowStride,
            @Nullable MemorySegment bias,
            int first,
            int count,
            CUstream_st stream) {
        layout.copyInputs(logits, logitsRowStride, bias, first, count, input.host());
        input.upload(layout.inputBytes(count), stream);
    }

    /** Ids and weights on their way to the host, once the kernel has written them. */
    void download(int count, CUstream_st stream) {
        output.download(layout.outputBytes(count), stream);
    }

    /** Hands them to the caller, once they have arrived. */
    void copyResults(MemorySegment topkIds, MemorySegment topkWeights, int first, int count) {
        layout.copyResults(output.host(), topkIds, topkWeights, first, count);
    }

    @Override
    public void close() {
        resources.close();
    }
}
