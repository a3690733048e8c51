package org.moegate.kernelbuilds;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.moegate.Dispatch;

/**
 * How the kernels of {@code dispatch.h} cut up a batch's pairs, and where host calls have what those write: the ints of an output
 * buffer, so that one transfer brings all of them.
 *
 * @param numPairs tokens times topk, 0 or more
 * @param numExperts ids below are experts
 * @param blockSize pairs a block
 */
public record DispatchLayout(int numPairs, int numExperts, int blockSize) {

    /** Fewer, and lanes would do little besides starting. */
    private static final int FEWEST_PAIRS_A_CHUNK = 128;

    /** More, and adding them up, chunk by chunk, would take longer than counting. */
    private static final int MOST_CHUNKS = 128;

    /**
     * The pairs of all chunks but the last.
     *
     * @return at least 1
     */
    public int pairsAChunk() {
        return Math.max(FEWEST_PAIRS_A_CHUNK, Math.ceilDiv(numPairs, MOST_CHUNKS));
    }

    /**
     * How many lanes count, and place: one for each expert and chunk.
     *
     * @return 0 where there are no pairs
     */
    public long lanes() {
        return (long) Math.ceilDiv(numPairs, pairsAChunk()) * numExperts;
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
