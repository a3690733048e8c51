package org.moegate.cuda.emulator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.moegate.Dispatch;
import org.moegate.kernelbuilds.DispatchLayout;

/** Counts and sorts pairs on the emulated GPU, a third of the time in chunks of another size than the backend's. */
final class EmulatedSorting {

    /** Of the struct {@code Sorting} in {@code dispatch.cu}. */
    private static final int ARGUMENT_BYTES = 64;

    /** As {@code dispatch.cpp} has it. */
    private static final int EXPERTS_A_WINDOW = 48;

    private static final int FEWEST_PAIRS_A_CHUNK = 16;

    private final EmulatedKernel count = EmulatorLibrary.ofBackend().kernel("dispatch_count");
    private final EmulatedKernel add = EmulatorLibrary.ofBackend().kernel("dispatch_add");
    private final EmulatedKernel sort = EmulatorLibrary.ofBackend().kernel("dispatch_sort");
    private final EmulatedKernel countAndSort = EmulatorLibrary.ofBackend().kernel("dispatch_count_and_sort");
    private final EmulatedArray idsArray = new EmulatedArray("topk_ids");
    private final EmulatedArray chunkCountsArray = new EmulatedArray("chunk_counts");
    private final EmulatedArray countsArray = new EmulatedArray("tokens_per_expert");
    private final EmulatedArray sortedArray = new EmulatedArray("sorted_token_ids");
    private final EmulatedArray blocksArray = new EmulatedArray("expert_ids");
    private final EmulatedArray totalArray = new EmulatedArray("num_tokens_post_padded");
    private final EmulatedMemory memory;
    private final Chance chance;
    private final DispatchLaunches launch;
    private final DispatchLayout layout = new DispatchLayout();
    private int chunks;
    private int windows;

    EmulatedSorting(Chance chance, Arena arena) {
        this.memory = new EmulatedMemory(
                arena, List.of(idsArray, chunkCountsArray, countsArray, sortedArray, blocksArray, totalArray));
        this.chance = chance;
        this.launch = new DispatchLaunches(ARGUMENT_BYTES, chance, arena);
    }

    void countTokens(int numPairs, MemorySegment topkIds, int numExperts, MemorySegment tokensPerExpert) {
        prepare(numPairs, topkIds, numExperts, 1, 0, 0);
        count();
        memory.requireIntactGuards();
        memory.download(countsArray, tokensPerExpert);
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
        prepare(
                numPairs,
                topkIds,
                numExperts,
                blockSize,
                Dispatch.mostSortedIds(numPairs, numExperts, blockSize),
                Dispatch.mostBlocks(numPairs, numExperts, blockSize));
        // what no block takes must stay as it is
        memory.upload(sortedTokenIds, sortedArray);
        memory.upload(expertIds, blocksArray);
        if (chunks == 1 && windows == 1 && chance.below(5) < 2) {
            runBlocks(countAndSort);
        } else {
            count();
            runBlocks(sort);
        }
        memory.requireIntactGuards();
        memory.download(sortedArray, sortedTokenIds);
        memory.download(blocksArray, expertIds);
        memory.download(totalArray, numTokensPostPadded);
        memory.download(countsArray, tokensPerExpert);
    }

    private void count() {
        runBlocks(count);
        if (chunks > 1) {
            int threads = threads();
            runBlocks(add, layout.addingBlocks(threads), threads);
        }
    }

    private void runBlocks(EmulatedKernel kernel) {
        runBlocks(kernel, chunks * windows, threads());
    }

    private void runBlocks(EmulatedKernel kernel, int blocks, int threads) {
        launch.runBlocks(kernel, blocks, threads, DispatchLayout.sharedBytes(EXPERTS_A_WINDOW, threads));
    }

    private int threads() {
        return 32 << chance.below(4);
    }

    private void prepare(
            int numPairs, MemorySegment topkIds, int numExperts, int blockSize, long mostSorted, long mostBlocks) {
        chance.next(numPairs);
        layout.set(numPairs, numExperts, blockSize);
        int pairsAChunk = chance.below(3) < 2 ? layout.pairsAChunk() : FEWEST_PAIRS_A_CHUNK + chance.below(101);
        chunks = Math.max(1, Math.ceilDiv(numPairs, pairsAChunk));
        windows = Math.ceilDiv(numExperts, EXPERTS_A_WINDOW);
        memory.clear();
        place(idsArray, numPairs);
        place(chunkCountsArray, (long) chunks * numExperts);
        place(countsArray, numExperts);
        place(sortedArray, mostSorted);
        place(blocksArray, mostBlocks);
        place(totalArray, 1);
        memory.fill(chance.guard());
        memory.upload(topkIds, idsArray);
        launch.arguments()
                .putInt(numPairs)
                .putInt(numExperts)
                .putInt(blockSize)
                .putInt(pairsAChunk)
                .putLong(memory.address(idsArray))
                .putLong(memory.address(chunks == 1 ? countsArray : chunkCountsArray))
                .putLong(memory.address(countsArray))
                .putLong(memory.address(sortedArray))
                .putLong(memory.address(blocksArray))
                .putLong(memory.address(totalArray));
    }

    private void place(EmulatedArray array, long ints) {
        memory.place(array, ints * Integer.BYTES, chance.offset(Integer.BYTES));
    }
}
