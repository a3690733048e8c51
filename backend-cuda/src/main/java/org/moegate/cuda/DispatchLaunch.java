package org.moegate.cuda;

import org.bytedeco.cuda.cudart.CUstream_st;
import org.moegate.kernelbuilds.DispatchLayout;

/**
 * Launches of the kernels that follow the gate: their arguments, in memory of their own. Addresses are the device's. Nothing
 * waits. For one thread at a time; nothing is allocated.
 */
final class DispatchLaunch implements AutoCloseable {

    /** Of the structs {@code Sorting}, {@code Mapping} and {@code Packing} in {@code dispatch.cu}. */
    private static final int SORTING_BYTES = 64;

    private static final int MAPPING_BYTES = 48;
    private static final int PACKING_BYTES = 32;

    private final DispatchKernels kernels;
    private final Launcher launcher;
    private final StructArgument sorting = new StructArgument(SORTING_BYTES);
    private final StructArgument mapping = new StructArgument(MAPPING_BYTES);
    private final StructArgument packing = new StructArgument(PACKING_BYTES);

    DispatchLaunch(CudaDevice device, DispatchKernels kernels) {
        this.kernels = kernels;
        this.launcher = new Launcher(device);
    }

    /** Scratch memory is as the layout has it. */
    void countTokens(DispatchLayout layout, long topkIds, long scratch, long tokensPerExpert, CUstream_st stream) {
        setSorting(layout, topkIds, scratch, tokensPerExpert, 0, 0, 0);
        enqueueCounting(layout, stream);
    }

    /** Scratch memory is as the layout has it. */
    void alignBlockSize(
            DispatchLayout layout,
            long topkIds,
            long scratch,
            long tokensPerExpert,
            long sortedTokenIds,
            long expertIds,
            long numTokensPostPadded,
            CUstream_st stream) {
        setSorting(layout, topkIds, scratch, tokensPerExpert, sortedTokenIds, expertIds, numTokensPostPadded);
        if (layout.isAtOnce()) {
            launcher.enqueue(kernels.countAndSort(), 1, sorting.arguments(), stream);
        } else {
            enqueueCounting(layout, stream);
            launcher.enqueue(kernels.sort(), layout.blocks(), sorting.arguments(), stream);
        }
    }

    private void setSorting(
            DispatchLayout layout,
            long topkIds,
            long scratch,
            long tokensPerExpert,
            long sortedTokenIds,
            long expertIds,
            long numTokensPostPadded) {
        sorting.fields()
                .putInt(layout.numPairs())
                .putInt(layout.numExperts())
                .putInt(layout.blockSize())
                .putInt(layout.pairsAChunk())
                .putLong(topkIds)
                .putLong(layout.chunks() == 1 ? tokensPerExpert : scratch)
                .putLong(tokensPerExpert)
                .putLong(sortedTokenIds)
                .putLong(expertIds)
                .putLong(numTokensPostPadded);
    }

    private void enqueueCounting(DispatchLayout layout, CUstream_st stream) {
        launcher.enqueue(kernels.count(), layout.blocks(), sorting.arguments(), stream);
        if (layout.chunks() > 1) {
            int blocks = layout.addingBlocks(DispatchKernels.THREADS);
            launcher.enqueue(kernels.add(), blocks, sorting.arguments(), stream);
        }
    }

    /** Of no pairs nothing is launched. */
    void mapExperts(
            int numPairs,
            int topk,
            long topkIds,
            long logicalToPhysical,
            long replicaCounts,
            int numLogicalExperts,
            int mostReplicas,
            long physicalIds,
            CUstream_st stream) {
        mapping.fields()
                .putLong(topkIds)
                .putLong(logicalToPhysical)
                .putLong(replicaCounts)
                .putLong(physicalIds)
                .putInt(numPairs)
                .putInt(topk)
                .putInt(numLogicalExperts)
                .putInt(mostReplicas);
        enqueueLanes(kernels.map(), numPairs, mapping, stream);
    }

    /** Of no pairs nothing is launched. */
    void pack(int numPairs, long topkIds, long topkWeights, long packed, CUstream_st stream) {
        packing.fields().putLong(topkIds).putLong(topkWeights).putLong(packed).putInt(numPairs);
        enqueueLanes(kernels.pack(), numPairs, packing, stream);
    }

    private void enqueueLanes(Kernel kernel, int lanes, StructArgument argument, CUstream_st stream) {
        // a grid of no blocks is an error
        if (lanes > 0) {
            launcher.enqueue(kernel, Math.ceilDiv(lanes, kernel.threads()), argument.arguments(), stream);
        }
    }

    @Override
    public void close() {
        launcher.close();
        sorting.close();
        mapping.close();
        packing.close();
    }
}
