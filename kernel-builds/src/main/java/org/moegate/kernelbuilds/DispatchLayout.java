package org.moegate.kernelbuilds;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.moegate.Dispatch;

/**
 * How the kernels of {@code dispatch.h} cut up a batch's pairs, and where host calls have what those write: the ints of an output
 * buffer, so that one transfer brings all of them. One layout serves one thread's calls, one after the other, so that a call
 * makes none.
 */
public final class DispatchLayout {

    /** Fewer, and lanes would do little besides starting. */
    private static final int FEWEST_PAIRS_A_CHUNK = 128;

    /** More, and adding them up, chunk by chunk, would take longer than counting. */
    private static final int MOST_CHUNKS = 128;

    private int numPairs;
    private int numExperts;
    private int blockSize;

    /** A layout for nothing yet. */
    public DispatchLayout() {}

    /**
     * Lays a call out.
     *
     * @param pairs tokens times topk, 0 or more
     * @param experts ids below are experts
     * @param block pairs a block; 1 where only counts are wanted
     */
    public void set(int pairs, int experts, int block) {
        numPairs = pairs;
        numExperts = experts;
        blockSize = block;
    }

    /**
     * Tokens times topk.
     *
     * @return 0 or more
     */
    public int numPairs() {
        return numPairs;
    }

    /**
     * Ids below are experts.
     *
     * @return at least 1
     */
    public int numExperts() {
        return numExperts;
    }

    /**
     * Pairs a block.
     *
     * @return at least 1
     */
    public int blockSize() {
        return blockSize;
    }

    /**
     * The pairs of all chunks but the last.
     *
     * @return at least 1
     */
    public int pairsAChunk() {
        return pairsAChunk(numPairs);
    }

    private static int pairsAChunk(int pairs) {
        return Math.max(FEWEST_PAIRS_A_CHUNK, Math.ceilDiv(pairs, MOST_CHUNKS));
    }

    /**
     * How many lanes count, and place: one for each expert and chunk.
     *
     * @return 0 where there are no pairs
     */
    public long lanes() {
        return lanes(numPairs, numExperts);
    }

    private static long lanes(int pairs, int experts) {
        return (long) Math.ceilDiv(pairs, pairsAChunk(pairs)) * experts;
    }

    /**
     * Ints that kernels need besides inputs and outputs: the chunks' counts, and behind them where experts start.
     *
     * @return at least 1
     */
    public long scratchInts() {
        return lanes() + numExperts;
    }

    /**
     * What is enough for that many pairs and experts, and for fewer.
     *
     * @param pairs tokens times topk
     * @param experts ids below are experts
     * @return ints
     */
    public static long mostScratchInts(int pairs, int experts) {
        // chunks are fewer again just where they become larger
        int chunks = Math.min(Math.ceilDiv(pairs, FEWEST_PAIRS_A_CHUNK), MOST_CHUNKS);
        return (chunks + 1L) * experts;
    }

    /**
     * Where {@code tokens_per_expert} is in the output.
     *
     * @return an index of ints; {@code num_tokens_post_padded} is at 0
     */
    public int tokensPerExpertAt() {
        return 1;
    }

    /**
     * Where {@code sorted_token_ids} is in the output.
     *
     * @return an index of ints
     */
    public long sortedTokenIdsAt() {
        return 1L + numExperts;
    }

    /**
     * Where {@code expert_ids} is in the output.
     *
     * @return an index of ints
     */
    public long expertIdsAt() {
        return sortedTokenIdsAt() + Dispatch.mostSortedIds(numPairs, numExperts, blockSize);
    }

    /**
     * The size of the output where only counts are written.
     *
     * @return ints
     */
    public long countsInts() {
        return sortedTokenIdsAt();
    }

    /**
     * The size of the output.
     *
     * @return ints
     */
    public long outputInts() {
        return expertIdsAt() + Dispatch.mostBlocks(numPairs, numExperts, blockSize);
    }

    /**
     * Copies the counts to where a call wants them.
     *
     * @param output what kernels wrote
     * @param tokensPerExpert the call's
     */
    public void copyCounts(MemorySegment output, MemorySegment tokensPerExpert) {
        copy(output, tokensPerExpertAt(), numExperts, tokensPerExpert);
    }

    /**
     * Copies the blocks there are to where a call wants them.
     *
     * @param output what kernels wrote
     * @param sortedTokenIds the call's
     * @param expertIds the call's
     * @param numTokensPostPadded the call's
     */
    public void copyBlocks(
            MemorySegment output,
            MemorySegment sortedTokenIds,
            MemorySegment expertIds,
            MemorySegment numTokensPostPadded) {
        int sorted = output.get(ValueLayout.JAVA_INT, 0);
        copy(output, 0, 1, numTokensPostPadded);
        copy(output, sortedTokenIdsAt(), sorted, sortedTokenIds);
        copy(output, expertIdsAt(), sorted / blockSize, expertIds);
    }

    private static void copy(MemorySegment from, long at, int count, MemorySegment to) {
        MemorySegment.copy(from, at * Integer.BYTES, to, 0, (long) count * Integer.BYTES);
    }
}
