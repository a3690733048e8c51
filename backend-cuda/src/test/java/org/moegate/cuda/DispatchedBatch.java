package org.moegate.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.moegate.Dispatch;
import org.moegate.ExpertMap;
import org.moegate.reference.ReferenceDispatch;

/** A routing on a GPU, with what the reference makes of it. */
final class DispatchedBatch {

    static final int TOPK = 6;

    /** What is there before a call. */
    private static final int UNTOUCHED = 0x5a5a5a5a;

    private final Gpu gpu;
    private final int numTokens;
    private final int numExperts;
    private final int blockSize;
    private final int numPairs;
    private final int[] ids;
    private final float[] weights;
    private final ExpertMap map;
    private final long idsAddress;
    private final long weightsAddress;
    private final long mapAddress;
    private final long replicasAddress;
    private final long scratchAddress;
    private final Output counts;
    private final Output countsOfBlocks;
    private final Output sorted;
    private final Output blocks;
    private final Output total;
    private final Output physical;
    private final Output packed;

    /** An array that calls write. */
    private record Output(Gpu gpu, long address, int count) {

        static Output of(Gpu gpu, long count) {
            return new Output(gpu, gpu.allocate(Math.max(1, count) * Integer.BYTES), Math.toIntExact(count));
        }

        /** What calls find there. */
        int[] untouched() {
            int[] ints = new int[count];
            Arrays.fill(ints, UNTOUCHED);
            return ints;
        }

        void reset() {
            gpu.write(address, MemorySegment.ofArray(untouched()));
        }

        void assertIs(int[] expected) {
            int[] seen = new int[expected.length];
            gpu.read(address, MemorySegment.ofArray(seen));
            assertArrayEquals(expected, seen);
        }
    }

    /** Memory for a routing; ids are drawn. */
    DispatchedBatch(Gpu gpu, CudaDispatch dispatch, int numTokens, int numExperts, int blockSize) {
        this.gpu = gpu;
        this.numTokens = numTokens;
        this.numExperts = numExperts;
        this.blockSize = blockSize;
        this.numPairs = numTokens * TOPK;
        this.ids = new int[numPairs];
        this.weights = new float[numPairs];
        this.map = map(numExperts);
        this.idsAddress = gpu.allocate(4L + 4L * numPairs);
        this.weightsAddress = gpu.allocate(4L + 4L * numPairs);
        this.mapAddress = upload(map.logicalToPhysical());
        this.replicasAddress = upload(map.logicalReplicaCounts());
        this.scratchAddress = gpu.allocate(dispatch.scratchBytes(numTokens, numExperts));
        this.counts = Output.of(gpu, numExperts);
        this.countsOfBlocks = Output.of(gpu, numExperts);
        this.sorted = Output.of(gpu, Dispatch.mostSortedIds(numPairs, numExperts, blockSize));
        this.blocks = Output.of(gpu, Dispatch.mostBlocks(numPairs, numExperts, blockSize));
        this.total = Output.of(gpu, 1);
        this.physical = Output.of(gpu, numPairs);
        this.packed = Output.of(gpu, numPairs);
        draw(1);
    }

    /** One to three replicas. */
    private static ExpertMap map(int numExperts) {
        int[][] physicalExperts = new int[numExperts][];
        for (int logical = 0; logical < numExperts; logical++) {
            physicalExperts[logical] = new int[1 + logical % 3];
            for (int replica = 0; replica < physicalExperts[logical].length; replica++) {
                physicalExperts[logical][replica] = 7 * logical + replica;
            }
        }
        return ExpertMap.of(physicalExperts);
    }

    private long upload(int[] values) {
        long address = gpu.allocate(4L * values.length);
        gpu.write(address, MemorySegment.ofArray(values));
        return address;
    }

    /** Other ids and weights in the same memory, and outputs as if nothing had been written. One id in ten is no expert's. */
    void draw(long seed) {
        Random random = new Random(seed);
        for (int pair = 0; pair < numPairs; pair++) {
            ids[pair] = random.nextInt(10) == 0 ? -1 : random.nextInt(1 + random.nextInt(numExperts));
            weights[pair] = (float) random.nextGaussian();
        }
        gpu.write(idsAddress, MemorySegment.ofArray(ids));
        gpu.write(weightsAddress, MemorySegment.ofArray(weights));
        for (Output output : new Output[] {counts, countsOfBlocks, sorted, blocks, total, physical, packed}) {
            output.reset();
        }
    }

    /** All four calls. */
    void enqueue(CudaDispatch dispatch, long stream) {
        dispatch.countTokens(stream, numTokens, idsAddress, numExperts, counts.address(), scratchAddress);
        dispatch.alignBlockSize(
                stream,
                numTokens,
                idsAddress,
                numExperts,
                blockSize,
                sorted.address(),
                blocks.address(),
                total.address(),
                countsOfBlocks.address(),
                scratchAddress);
        dispatch.mapExperts(
                stream,
                numTokens,
                idsAddress,
                mapAddress,
                replicasAddress,
                map.numLogicalExperts(),
                map.mostReplicas(),
                physical.address());
        dispatch.pack(stream, numTokens, idsAddress, weightsAddress, packed.address());
    }

    /** Once the GPU is done. What no block takes was not written. */
    void assertReference() {
        int[] expectedCounts = counts.untouched();
        int[] expectedSorted = sorted.untouched();
        int[] expectedBlocks = blocks.untouched();
        int[] expectedTotal = total.untouched();
        int[] expectedPhysical = physical.untouched();
        int[] expectedPacked = packed.untouched();
        MemorySegment idsSegment = MemorySegment.ofArray(ids);
        ReferenceDispatch.alignBlockSize(
                numPairs,
                idsSegment,
                numExperts,
                blockSize,
                MemorySegment.ofArray(expectedSorted),
                MemorySegment.ofArray(expectedBlocks),
                MemorySegment.ofArray(expectedTotal),
                MemorySegment.ofArray(expectedCounts));
        ReferenceDispatch.mapExperts(numTokens, TOPK, idsSegment, map, MemorySegment.ofArray(expectedPhysical));
        ReferenceDispatch.pack(
                numPairs, idsSegment, MemorySegment.ofArray(weights), MemorySegment.ofArray(expectedPacked));
        counts.assertIs(expectedCounts);
        countsOfBlocks.assertIs(expectedCounts);
        sorted.assertIs(expectedSorted);
        blocks.assertIs(expectedBlocks);
        total.assertIs(expectedTotal);
        physical.assertIs(expectedPhysical);
        packed.assertIs(expectedPacked);
    }
}
