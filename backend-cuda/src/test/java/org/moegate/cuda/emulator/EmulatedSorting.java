package org.moegate.cuda.emulator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.moegate.Dispatch;
import org.moegate.kernelbuilds.DispatchLayout;

/** Counts and sorts pairs on the emulated GPU, half of the time in chunks of another size than the backend's. */
final class EmulatedSorting {

    /** Of the struct {@code Sorting} in {@code dispatch.cu}. */
    private static final int ARGUMENT_BYTES = 72;

    private static final int FEWEST_PAIRS_A_CHUNK = 16;

    private final EmulatedKernel count = EmulatorLibrary.ofBackend().kernel("dispatch_count");
    private final EmulatedKernel add = EmulatorLibrary.ofBackend().kernel("dispatch_add");
    private final EmulatedKernel start = EmulatorLibrary.ofBackend().kernel("dispatch_start");
    private final EmulatedKernel place = EmulatorLibrary.ofBackend().kernel("dispatch_place");
    private final EmulatedArray idsArray = new EmulatedArray("topk_ids");
    private final EmulatedArray chunkCountsArray = new EmulatedArray("chunk_counts");
    private final EmulatedArray countsArray = new EmulatedArray("tokens_per_expert");
    private final EmulatedArray startsArray = new EmulatedArray("starts");
    private final EmulatedArray sortedArray = new EmulatedArray("sorted_token_ids");
    private final EmulatedArray blocksArray = new EmulatedArray("expert_ids");
    private final EmulatedArray totalArray = new EmulatedArray("num_tokens_post_padded");
    private final EmulatedMemory memory;
    private final Chance chance;
    private final LaneLaunch launch;
    private final DispatchLayout layout = new DispatchLayout();
    private long chunkLanes;

    EmulatedSorting(Chance chance, Arena arena) {
        this.memory = new EmulatedMemory(
                arena,
                List.of(idsArray, chunkCountsArray, countsArray, startsArray, sortedArray, blocksArray, totalArray));
        this.chance = chance;
        this.launch = new LaneLaunch(ARGUMENT_BYTES, chance, arena);
    }

    void countTokens(int numPairs, MemorySegment topkIds, int numExperts, MemorySegment tokensPerExpert) {
        prepare(numPairs, topkIds, numExperts, 1, 0, 0);
        launch.run(count, chunkLanes);
        launch.run(add, numExperts);
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
        launch.run(count, chunkLanes);
        launch.run(add, numExperts);
        launch.run(start, numExperts);
        launch.run(place, chunkLanes);
        memory.requireIntactGuards();
        memory.download(sortedArray, sortedTokenIds);
        memory.download(blocksArray, expertIds);
        memory.download(totalArray, numTokensPostPadded);
        memory.download(countsArray, tokensPerExpert);
    }

    private void prepare(
            int numPairs, MemorySegment topkIds, int numExperts, int blockSize, long mostSorted, long mostBlocks) {
        chance.next(numPairs);
        layout.set(numPairs, numExperts, blockSize);
        int pairsAChunk = chance.below(2) == 0 ? layout.pairsAChunk() : FEWEST_PAIRS_A_CHUNK + chance.below(101);
        chunkLanes = (long) Math.ceilDiv(numPairs, pairsAChunk) * numExperts;
        memory.clear();
        place(idsArray, numPairs);
        place(chunkCountsArray, chunkLanes);
        place(countsArray, numExperts);
        place(startsArray, numExperts);
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
                .putLong(memory.address(chunkCountsArray))
                .putLong(memory.address(countsArray))
                .putLong(memory.address(startsArray))
                .putLong(memory.address(sortedArray))
                .putLong(memory.address(blocksArray))
                .putLong(memory.address(totalArray));
    }

    private void place(EmulatedArray array, long ints) {
        memory.place(array, ints * Integer.BYTES, chance.offset(Integer.BYTES));
    }
}
