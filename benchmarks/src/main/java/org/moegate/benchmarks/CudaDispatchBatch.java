package org.moegate.benchmarks;

import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import org.moegate.DType;
import org.moegate.Dispatch;
import org.moegate.ExpertMap;
import org.moegate.GateSpec;
import org.moegate.cuda.CudaDispatch;

/** A batch that was routed on an NVIDIA GPU, and what follows. A sample is a graph of many calls, as of {@link CudaBatch}. */
final class CudaDispatchBatch implements AutoCloseable {

    /** As kernels of experts take them. */
    private static final int BLOCK_SIZE = 64;

    private final CudaBatch batch;
    private final Runnable count;
    private final Runnable align;
    private final Runnable map;
    private final Runnable pack;

    CudaDispatchBatch(int device, GateSpec spec, int numTokens) {
        batch = new CudaBatch(device, spec, DType.F32, numTokens);
        batch.route();
        CudaDispatch dispatch = batch.plan().deviceRouting(CudaDispatch.class).orElseThrow();
        CudaMemory memory = batch.memory();
        long stream = memory.stream();
        int experts = spec.numExperts();
        int pairs = numTokens * spec.topk();
        long ids = batch.ids();
        long counts = ints(experts);
        long sorted = ints(Dispatch.mostSortedIds(pairs, experts, BLOCK_SIZE));
        long blocks = ints(Dispatch.mostBlocks(pairs, experts, BLOCK_SIZE));
        long total = ints(1);
        long scratch = memory.allocate(dispatch.scratchBytes(numTokens, experts));
        count = () -> dispatch.countTokens(stream, numTokens, ids, experts, counts, scratch);
        align = () -> dispatch.alignBlockSize(
                stream, numTokens, ids, experts, BLOCK_SIZE, sorted, blocks, total, counts, scratch);
        ExpertMap twice = twiceEach(experts);
        long physical = memory.copyOf(MemorySegment.ofArray(twice.logicalToPhysical()));
        long replicas = memory.copyOf(MemorySegment.ofArray(twice.logicalReplicaCounts()));
        long mapped = ints(pairs);
        map = () ->
                dispatch.mapExperts(stream, numTokens, ids, physical, replicas, experts, twice.mostReplicas(), mapped);
        long packed = ints(pairs);
        pack = () -> dispatch.pack(stream, numTokens, ids, batch.weights(), packed);
    }

    private static ExpertMap twiceEach(int experts) {
        return ExpertMap.of(IntStream.range(0, experts)
                .mapToObj(expert -> new int[] {expert, experts + expert})
                .toArray(int[][]::new));
    }

    private long ints(long count) {
        return batch.memory().allocate(count * Integer.BYTES);
    }

    double[] microsOfRouting(int samples) {
        return batch.microsOfRouting(samples);
    }

    double[] microsOfCounting(int samples) {
        return batch.memory().microsInGraph(count, samples);
    }

    double[] microsOfAligning(int samples) {
        return batch.memory().microsInGraph(align, samples);
    }

    double[] microsOfMapping(int samples) {
        return batch.memory().microsInGraph(map, samples);
    }

    double[] microsOfPacking(int samples) {
        return batch.memory().microsInGraph(pack, samples);
    }

    @Override
    public void close() {
        batch.close();
    }
}
