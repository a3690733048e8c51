package org.moegate.cuda;

import static org.bytedeco.cuda.global.cudart.*;

import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.jspecify.annotations.Nullable;
import org.moegate.ExpertMap;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.Resources;
import org.moegate.kernelbuilds.StagingLayout;
import org.moegate.spi.GateWorker;

/**
 * Routes host memory: has as many rows at a time as fit sent to the GPU, routed there, and the results sent back. What follows
 * the gate, {@link HostDispatch} does.
 */
final class CudaWorker implements GateWorker {

    private final CudaDevice device;
    private final PrimaryContext context;
    private final Launch launch;
    private final CUstream_st stream = new CUstream_st();
    private final Resources resources;
    private final StagingLayout layout;
    private final Supplier<DispatchKernels> dispatchKernels;
    private @Nullable Staging staging;
    private @Nullable HostDispatch hostDispatch;

    CudaWorker(
            CudaDevice device,
            PrimaryContext context,
            Supplier<GateKernels> kernels,
            Supplier<DispatchKernels> dispatchKernels,
            PlanRequest request) {
        this.device = device;
        this.context = context;
        this.launch = new Launch(device, kernels, request);
        this.resources = new Resources(device::check);
        this.layout = new StagingLayout(request);
        this.dispatchKernels = dispatchKernels;
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
    public void countTokens(int numPairs, MemorySegment topkIds, int numExperts, MemorySegment tokensPerExpert) {
        context.enter();
        try {
            dispatch().countTokens(numPairs, topkIds, numExperts, tokensPerExpert);
        } finally {
            context.leave();
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
        context.enter();
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
        } finally {
            context.leave();
        }
    }

    @Override
    public void mapExperts(int numTokens, int topk, MemorySegment topkIds, ExpertMap map, MemorySegment physicalIds) {
        context.enter();
        try {
            dispatch().mapExperts(numTokens, topk, topkIds, map, physicalIds);
        } finally {
            context.leave();
        }
    }

    @Override
    public void pack(int numPairs, MemorySegment topkIds, MemorySegment topkWeights, MemorySegment packed) {
        context.enter();
        try {
            dispatch().pack(numPairs, topkIds, topkWeights, packed);
        } finally {
            context.leave();
        }
    }

    /** Made when first needed, since not every engine does. */
    private HostDispatch dispatch() {
        @Nullable HostDispatch made = hostDispatch;
        if (made == null) {
            made = new HostDispatch(device, dispatchKernels.get(), stream);
            hostDispatch = made;
        }
        return made;
    }

    @Override
    public void close() {
        context.enter();
        try (launch;
                resources) {
            closeStaging();
        } finally {
            context.leave();
        }
    }

    private void closeStaging() {
        try {
            if (staging != null) {
                staging.close();
            }
        } finally {
            if (hostDispatch != null) {
                hostDispatch.close();
            }
        }
    }
}
