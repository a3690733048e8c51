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

    /** What blocks have counters for; a macro of the kernels. */
    public static final int EXPERTS_A_WINDOW = 1024;

    /**
     * As many pairs, and pairs times experts, that one block counts and sorts them sooner than three kernels, one behind the other,
     * do.
     */
    private static final int PAIRS_AT_ONCE = 2048;

    private static final long PAIRS_TIMES_EXPERTS_AT_ONCE = 1 << 17;

    /** Fewer, and blocks would do little besides starting. */
    private static final int FEWEST_PAIRS_A_CHUNK = 256;

    /** More, and adding them up, chunk by chunk, would take longer than counting. */
    private static final int MOST_CHUNKS = 512;

    /** The experts of a block that adds chunks up, where blocks have as many threads or more. */
    private static final int MOST_ADDERS = 32;

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
     * Whether one block does it all.
     *
     * @return true where pairs and experts are few
     */
    public boolean isAtOnce() {
        return numPairs <= PAIRS_AT_ONCE
                && numExperts <= EXPERTS_A_WINDOW
                && (long) numPairs * numExperts <= PAIRS_TIMES_EXPERTS_AT_ONCE;
    }

    /**
     * The pairs of all chunks but the last.
     *
     * @return at least 1
     */
    public int pairsAChunk() {
        return isAtOnce() ? PAIRS_AT_ONCE : Math.max(FEWEST_PAIRS_A_CHUNK, Math.ceilDiv(numPairs, MOST_CHUNKS));
    }

    /**
     * How many chunks there are. The counts of one are those of the experts.
     *
     * @return at least 1
     */
    public int chunks() {
        return Math.max(1, Math.ceilDiv(numPairs, pairsAChunk()));
    }

    /**
     * How many blocks count, and sort: one for each chunk and window of experts.
     *
     * @return at least 1
     */
    public int blocks() {
        return chunks() * Math.ceilDiv(numExperts, EXPERTS_A_WINDOW);
    }

    /**
     * How many blocks add chunks up.
     *
     * @param threads of a block
     * @return at least 1
     */
    public int addingBlocks(int threads) {
        return Math.ceilDiv(numExperts, Math.min(threads, MOST_ADDERS));
    }

    /**
     * What blocks that count, add, or sort share.
     *
     * @param experts of a window
     * @param threads of a block
     * @return bytes; {@code SORTING_WORDS} of {@code dispatch.h}
     */
    public static int sharedBytes(int experts, int threads) {
        return (3 * experts + 4 + 3 * threads) * Integer.BYTES;
    }

    /**
     * Ints that kernels need besides inputs and outputs: the chunks' counts.
     *
     * @return at least 1
     */
    public long scratchInts() {
        return (long) chunks() * numExperts;
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
        return Math.max(1L, chunks) * experts;
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
