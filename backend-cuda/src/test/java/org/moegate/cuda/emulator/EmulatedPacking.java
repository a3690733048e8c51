package org.moegate.cuda.emulator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Packs ids and weights on the emulated GPU. */
final class EmulatedPacking {

    /** Of the struct {@code Packing} in {@code dispatch.cu}. */
    private static final int ARGUMENT_BYTES = 32;

    private final EmulatedKernel kernel = EmulatorLibrary.ofBackend().kernel("dispatch_pack");
    private final EmulatedArray idsArray = new EmulatedArray("topk_ids");
    private final EmulatedArray weightsArray = new EmulatedArray("topk_weights");
    private final EmulatedArray packedArray = new EmulatedArray("packed");
    private final EmulatedMemory memory;
    private final Chance chance;
    private final DispatchLaunches launch;

    EmulatedPacking(Chance chance, Arena arena) {
        this.memory = new EmulatedMemory(arena, List.of(idsArray, weightsArray, packedArray));
        this.chance = chance;
        this.launch = new DispatchLaunches(ARGUMENT_BYTES, chance, arena);
    }

    void pack(int numPairs, MemorySegment topkIds, MemorySegment topkWeights, MemorySegment packed) {
        chance.next(numPairs);
        memory.clear();
        place(idsArray, numPairs);
        place(weightsArray, numPairs);
        place(packedArray, numPairs);
        memory.fill(chance.guard());
        memory.upload(topkIds, idsArray);
        memory.upload(topkWeights, weightsArray);
        launch.arguments()
                .putLong(memory.address(idsArray))
                .putLong(memory.address(weightsArray))
                .putLong(memory.address(packedArray))
                .putInt(numPairs);
        launch.run(kernel, numPairs);
        memory.requireIntactGuards();
        memory.download(packedArray, packed);
    }

    private void place(EmulatedArray array, long elements) {
        memory.place(array, elements * Integer.BYTES, chance.offset(Integer.BYTES));
    }
}
