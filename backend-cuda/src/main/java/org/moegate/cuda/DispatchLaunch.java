package org.moegate.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.moegate.kernelbuilds.DispatchLayout;

/**
 * Launches of the kernels that follow the gate: their arguments, in memory of their own. Addresses are the device's. Nothing
 * waits. For one thread at a time; nothing is allocated.
 */
final class DispatchLaunch implements AutoCloseable {

    /** Of the structs {@code Sorting}, {@code Mapping} and {@code Packing} in {@code dispatch.cu}. */
    private static final int SORTING_BYTES = 72;

    private static final int MAPPING_BYTES = 48;
    private static final int PACKING_BYTES = 32;

    private final DispatchKernels kernels;
    private final Launcher launcher;
    private final ByteBuffer sorting = struct(SORTING_BYTES);
    private final ByteBuffer mapping = struct(MAPPING_BYTES);
    private final ByteBuffer packing = struct(PACKING_BYTES);
    private final PointerPointer<Pointer> sortingArguments = argument(sorting);
    private final PointerPointer<Pointer> mappingArguments = argument(mapping);
    private final PointerPointer<Pointer> packingArguments = argument(packing);

    DispatchLaunch(CudaDevice device, DispatchKernels kernels) {
        this.kernels = kernels;
        this.launcher = new Launcher(device);
    }

    private static ByteBuffer struct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private static PointerPointer<Pointer> argument(ByteBuffer struct) {
        return new PointerPointer<>(new BytePointer(struct));
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
        enqueueCounting(layout, stream);
        enqueue(kernels.start(), layout.numExperts(), sortingArguments, stream);
        enqueue(kernels.place(), layout.lanes(), sortingArguments, stream);
    }

    private void setSorting(
            DispatchLayout layout,
            long topkIds,
            long scratch,
            long tokensPerExpert,
            long sortedTokenIds,
            long expertIds,
            long numTokensPostPadded) {
        sorting.clear()
                .putInt(layout.numPairs())
                .putInt(layout.numExperts())
                .putInt(layout.blockSize())
                .putInt(layout.pairsAChunk())
                .putLong(topkIds)
                .putLong(scratch)
                .putLong(tokensPerExpert)
                .putLong(scratch + layout.lanes() * Integer.BYTES)
                .putLong(sortedTokenIds)
                .putLong(expertIds)
                .putLong(numTokensPostPadded);
    }

    private void enqueueCounting(DispatchLayout layout, CUstream_st stream) {
        enqueue(kernels.count(), layout.lanes(), sortingArguments, stream);
        enqueue(kernels.add(), layout.numExperts(), sortingArguments, stream);
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
        mapping.clear()
                .putLong(topkIds)
                .putLong(logicalToPhysical)
                .putLong(replicaCounts)
                .putLong(physicalIds)
                .putInt(numPairs)
                .putInt(topk)
                .putInt(numLogicalExperts)
                .putInt(mostReplicas);
        enqueue(kernels.map(), numPairs, mappingArguments, stream);
    }

    /** Of no pairs nothing is launched. */
    void pack(int numPairs, long topkIds, long topkWeights, long packed, CUstream_st stream) {
        packing.clear().putLong(topkIds).putLong(topkWeights).putLong(packed).putInt(numPairs);
        enqueue(kernels.pack(), numPairs, packingArguments, stream);
    }

    private void enqueue(Kernel kernel, long lanes, PointerPointer<Pointer> arguments, CUstream_st stream) {
        // a grid of no blocks is an error
        if (lanes > 0) {
            launcher.enqueue(kernel, Math.toIntExact(Math.ceilDiv(lanes, kernel.threads())), arguments, stream);
        }
    }

    @Override
    public void close() {
        launcher.close();
        sortingArguments.close();
        mappingArguments.close();
        packingArguments.close();
    }
}
