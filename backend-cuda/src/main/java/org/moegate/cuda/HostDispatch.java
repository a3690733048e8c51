package org.moegate.cuda;

import static org.bytedeco.cuda.global.cudart.*;

import java.lang.foreign.MemorySegment;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.moegate.ExpertMap;
import org.moegate.kernelbuilds.DispatchLayout;
import org.moegate.kernelbuilds.Resources;

/**
 * What follows the gate, on host memory: a batch sent to the GPU, dispatched there, and the results sent back. The device's
 * context is current with every call. For one thread at a time.
 */
final class HostDispatch implements AutoCloseable {

    private final CudaDevice device;
    private final CUstream_st stream;
    private final DispatchLaunch launch;
    private final Growing<StagedBuffer> inputs;
    private final Growing<StagedBuffer> outputs;
    private final Growing<DeviceMemory> scratches;
    private final UploadedMap uploadedMap;
    private final DispatchLayout layout = new DispatchLayout();

    /** On a stream that outlives it. */
    HostDispatch(CudaDevice device, DispatchKernels kernels, CUstream_st stream) {
        this.device = device;
        this.stream = stream;
        this.launch = new DispatchLaunch(device, kernels);
        this.inputs = new Growing<>(device::check, this::staged);
        this.outputs = new Growing<>(device::check, this::cleared);
        this.scratches = DeviceMemory.growing(device);
        this.uploadedMap = new UploadedMap(device);
    }

    private StagedBuffer staged(long bytes, Resources resources) {
        return StagedBuffer.forManyAccesses(device, bytes, resources);
    }

    /** Sent back as a whole, though kernels write no more than there are blocks. */
    private StagedBuffer cleared(long bytes, Resources resources) {
        StagedBuffer buffer = staged(bytes, resources);
        buffer.clear(stream);
        return buffer;
    }

    void countTokens(int numPairs, MemorySegment topkIds, int numExperts, MemorySegment tokensPerExpert) {
        // blocks are not made, so any size will do
        layout.set(numPairs, numExperts, 1);
        StagedBuffer input = upload(numPairs, topkIds);
        StagedBuffer output = outputs.of(bytes(layout.countsInts()));
        launch.countTokens(
                layout,
                input.address(),
                scratches.of(bytes(layout.scratchInts())).address(),
                output.address() + bytes(layout.tokensPerExpertAt()),
                stream);
        download(output, layout.countsInts());
        layout.copyCounts(output.host(), tokensPerExpert);
    }

    void alignBlockSize(
            int numPairs,
            MemorySegment topkIds,
            int numExperts,
            int blockSize,
            MemorySegment sortedTokenIds,
            MemorySegment expertIds,
            MemorySegment numTokensPostPadded,
            MemorySegment tokensPerExpert) {
        layout.set(numPairs, numExperts, blockSize);
        StagedBuffer input = upload(numPairs, topkIds);
        StagedBuffer output = outputs.of(bytes(layout.outputInts()));
        launch.alignBlockSize(
                layout,
                input.address(),
                scratches.of(bytes(layout.scratchInts())).address(),
                output.address() + bytes(layout.tokensPerExpertAt()),
                output.address() + bytes(layout.sortedTokenIdsAt()),
                output.address() + bytes(layout.expertIdsAt()),
                output.address(),
                stream);
        download(output, layout.outputInts());
        layout.copyCounts(output.host(), tokensPerExpert);
        layout.copyBlocks(output.host(), sortedTokenIds, expertIds, numTokensPostPadded);
    }

    void mapExperts(int numTokens, int topk, MemorySegment topkIds, ExpertMap map, MemorySegment physicalIds) {
        int numPairs = numTokens * topk;
        uploadedMap.require(map, stream);
        StagedBuffer input = upload(numPairs, topkIds);
        StagedBuffer output = outputs.of(bytes(numPairs));
        launch.mapExperts(
                numPairs,
                topk,
                input.address(),
                uploadedMap.logicalToPhysical(),
                uploadedMap.replicaCounts(),
                map.numLogicalExperts(),
                map.mostReplicas(),
                output.address(),
                stream);
        download(output, numPairs);
        MemorySegment.copy(output.host(), 0, physicalIds, 0, bytes(numPairs));
    }

    void pack(int numPairs, MemorySegment topkIds, MemorySegment topkWeights, MemorySegment packed) {
        StagedBuffer input = inputs.of(2 * bytes(numPairs));
        MemorySegment.copy(topkIds, 0, input.host(), 0, bytes(numPairs));
        MemorySegment.copy(topkWeights, 0, input.host(), bytes(numPairs), bytes(numPairs));
        input.upload(2 * bytes(numPairs), stream);
        StagedBuffer output = outputs.of(bytes(numPairs));
        launch.pack(numPairs, input.address(), input.address() + bytes(numPairs), output.address(), stream);
        download(output, numPairs);
        MemorySegment.copy(output.host(), 0, packed, 0, bytes(numPairs));
    }

    private StagedBuffer upload(int numPairs, MemorySegment topkIds) {
        StagedBuffer input = inputs.of(bytes(numPairs));
        MemorySegment.copy(topkIds, 0, input.host(), 0, bytes(numPairs));
        input.upload(bytes(numPairs), stream);
        return input;
    }

    /** Returns once results are there. */
    private void download(StagedBuffer output, long ints) {
        output.download(bytes(ints), stream);
        device.check("cuStreamSynchronize", cuStreamSynchronize(stream));
    }

    private static long bytes(long ints) {
        return ints * Integer.BYTES;
    }

    @Override
    public void close() {
        try (launch;
                inputs;
                outputs;
                scratches) {
            uploadedMap.close();
        }
    }
}
