package org.moegate.cuda;

import static org.bytedeco.cuda.global.cudart.*;

import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.jspecify.annotations.Nullable;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.Resources;
import org.moegate.kernelbuilds.StagingLayout;
import org.moegate.spi.GateWorker;

/** Routes host memory: has as many rows at a time as fit sent to the GPU, routed there, and the results sent back. */
final class CudaWorker implements GateWorker {

    private final CudaDevice device;
    private final PrimaryContext context;
    private final Launch launch;
    private final CUstream_st stream = new CUstream_st();
    private final Resources resources;
    private final StagingLayout layout;
    private @Nullable Staging staging;

    CudaWorker(CudaDevice device, PrimaryContext context, Supplier<GateKernels> kernels, PlanRequest request) {
        this.device = device;
        this.context = context;
        this.launch = new Launch(device, kernels, request);
        this.resources = new Resources(device::check);
        this.layout = new StagingLayout(request);
        context.enter();
        try {
            device.check("cuStreamCreate", cuStreamCreate(stream, CU_STREAM_NON_BLOCKING));
            resources.own("cuStreamDestroy", () -> cuStreamDestroy(stream));
        } finally {
            context.leave();
        }
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
        context.enter();
        try {
            Staging staged = stagingFor(numTokens);
            int count;
            for (int first = 0; first < numTokens; first += count) {
                count = Math.min(staged.rows(), numTokens - first);
                int nonPadded = Math.clamp((long) numTokenNonPadded - first, 0, count);
                staged.upload(logits, logitsRowStride, bias, first, nonPadded, stream);
                staged.setBatch(launch, count, nonPadded);
                launch.enqueue(stream);
                staged.download(count, stream);
                device.check("cuStreamSynchronize", cuStreamSynchronize(stream));
                staged.copyResults(topkIds, topkWeights, first, count);
            }
        } finally {
            context.leave();
        }
    }

    /** Grows with the batches. */
    private Staging stagingFor(int numTokens) {
        @Nullable Staging old = staging;
        int rows = layout.roomFor(numTokens);
        if (old != null && old.rows() >= rows) {
            return old;
        }
        if (old != null) {
            staging = null;
            old.close();
        }
        Staging grown = new Staging(device, layout, rows);
        staging = grown;
        return grown;
    }

    @Override
    public void close() {
        context.enter();
        try (launch;
                resources) {
            if (staging != null) {
                staging.close();
            }
        } finally {
            context.leave();
        }
    }
}
