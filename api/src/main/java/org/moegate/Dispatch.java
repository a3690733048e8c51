package org.moegate;

import java.lang.foreign.MemorySegment;

/**
 * What an engine does with a routing before its experts run: count and sort the pairs of a token and an expert, find the
 * experts' replicas, pack ids and weights. A plan's, on the plan's device, with the same results on every backend.
 *
 * <p>Pairs are numbered {@code token * topk + column}, with the topk of the plan's gate. An id that is no expert's, such as
 * padding's −1, is neither counted nor sorted.
 *
 * <p>Threads, memory and errors are as {@link GatePlan} has them: arguments are checked before anything is written, outputs
 * may not overlap anything else, and calls allocate nothing once warm. All ints and floats are 4 bytes in native order.
 */
public final class Dispatch {

    private final int topk;
    private final DispatchChecks checks;
    private final WorkerPool workers;

    Dispatch(GateSpec spec, WorkerPool workers) {
        this.topk = spec.topk();
        this.checks = new DispatchChecks(spec);
        this.workers = workers;
    }

    /**
     * Counts the pairs of each expert.
     *
     * @param numTokens rows
     * @param topkIds [numTokens, topk] int32
     * @param numExperts the ids counted are those below; fused shared experts and replicas have ids too
     * @param tokensPerExpert [numExperts] int32, written
     */
    public void countTokens(int numTokens, MemorySegment topkIds, int numExperts, MemorySegment tokensPerExpert) {
        checks.countTokens(numTokens, topkIds, numExperts, tokensPerExpert);
        try (PooledWorker worker = workers.take()) {
            worker.countTokens(numTokens * topk, topkIds, numExperts, tokensPerExpert);
        }
    }

    /**
     * Sorts pairs by expert, so that each block of {@code blockSize} is of one expert: {@code moe_align_block_size}. The pairs of
     * an expert are in the order of their numbers; its last block is filled up with the number of all pairs, which is none of
     * them. Experts without pairs have no block.
     *
     * @param numTokens rows
     * @param topkIds [numTokens, topk] int32
     * @param numExperts the ids sorted are those below; fused shared experts and replicas have ids too
     * @param blockSize pairs a block, at least 1
     * @param sortedTokenIds int32, at least {@link #mostSortedIds} of them; written as far as there are blocks
     * @param expertIds int32, at least {@link #mostBlocks} of them; written as far as there are blocks: the expert of each
     * @param numTokensPostPadded [1] int32, written: the pairs of all blocks, those that fill up included
     * @param tokensPerExpert [numExperts] int32, written: as {@link #countTokens} has them
     */
    public void alignBlockSize(
            int numTokens,
            MemorySegment topkIds,
            int numExperts,
            int blockSize,
            MemorySegment sortedTokenIds,
            MemorySegment expertIds,
            MemorySegment numTokensPostPadded,
            MemorySegment tokensPerExpert) {
        checks.alignBlockSize(
                numTokens,
                topkIds,
                numExperts,
                blockSize,
                sortedTokenIds,
                expertIds,
                numTokensPostPadded,
                tokensPerExpert);
        try (PooledWorker worker = workers.take()) {
            worker.alignBlockSize(
                    numTokens * topk,
                    topkIds,
                    numExperts,
                    blockSize,
                    sortedTokenIds,
                    expertIds,
                    numTokensPostPadded,
                    tokensPerExpert);
        }
    }

    /**
     * The most that {@link #alignBlockSize} can sort, with what fills up blocks.
     *
     * @param numPairs tokens times topk
     * @param numExperts as in the call
     * @param blockSize as in the call
     * @return how many ints {@code sortedTokenIds} must hold
     */
    public static long mostSortedIds(long numPairs, int numExperts, int blockSize) {
        // an expert with a pair leaves one block unfilled, by all places but one at the most
        return numPairs + Math.min(numPairs, numExperts) * (blockSize - 1L);
    }

    /**
     * The most blocks that {@link #alignBlockSize} can make.
     *
     * @param numPairs tokens times topk
     * @param numExperts as in the call
     * @param blockSize as in the call
     * @return how many ints {@code expertIds} must hold
     */
    public static long mostBlocks(long numPairs, int numExperts, int blockSize) {
        return mostSortedIds(numPairs, numExperts, blockSize) / blockSize;
    }

    /**
     * Puts physical experts in the place of logical ones. Of an expert's replicas the one is taken whose number is that of the
     * token modulo how many there are, so that they share a batch evenly.
     *
     * @param numTokens rows
     * @param topkIds [numTokens, topk] int32, logical
     * @param map the replicas; an id that it does not know becomes −1
     * @param physicalIds [numTokens, topk] int32, written
     */
    public void mapExperts(int numTokens, MemorySegment topkIds, ExpertMap map, MemorySegment physicalIds) {
        checks.mapExperts(numTokens, topkIds, map, physicalIds);
        try (PooledWorker worker = workers.take()) {
            worker.mapExperts(numTokens, topk, topkIds, map, physicalIds);
        }
    }

    /**
     * Packs each id with its weight: {@code id << 16 | weight}, the weight rounded to the nearest bfloat16, ties to even. An id
     * that is negative or above 32767 is packed as −1 with a weight of 0.
     *
     * @param numTokens rows
     * @param topkIds [numTokens, topk] int32
     * @param topkWeights [numTokens, topk] float32
     * @param packed [numTokens, topk] int32, written
     * @throws IllegalArgumentException also where the gate has ids above 32767
     */
    public void pack(int numTokens, MemorySegment topkIds, MemorySegment topkWeights, MemorySegment packed) {
        checks.pack(numTokens, topkIds, topkWeights, packed);
        try (PooledWorker worker = workers.take()) {
            worker.pack(numTokens * topk, topkIds, topkWeights, packed);
        }
    }
}
