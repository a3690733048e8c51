package org.moegate.cuda.emulator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moegate.ExpertMap;

/** Finds physical experts on the emulated GPU. */
final class EmulatedMapping {

    /** Of the struct {@code Mapping} in {@code dispatch.cu}. */
    private static final int ARGUMENT_BYTES = 48;

    private final EmulatedKernel kernel = EmulatorLibrary.ofBackend().kernel("dispatch_map");
    private final EmulatedArray idsArray = new EmulatedArray("topk_ids");
    private final EmulatedArray mapArray = new EmulatedArray("logical_to_physical");
    private final EmulatedArray replicasArray = new EmulatedArray("replica_counts");
    private final EmulatedArray physicalArray = new EmulatedArray("physical_ids");
    private final EmulatedMemory memory;
    private final Chance chance;
    private final DispatchLaunches launch;
    private @Nullable ExpertMap known;
    private MemorySegment logicalToPhysical = MemorySegment.NULL;
    private MemorySegment replicaCounts = MemorySegment.NULL;

    EmulatedMapping(Chance chance, Arena arena) {
        this.memory = new EmulatedMemory(arena, List.of(idsArray, mapArray, replicasArray, physicalArray));
        this.chance = chance;
        this.launch = new DispatchLaunches(ARGUMENT_BYTES, chance, arena);
    }

    void mapExperts(int numTokens, int topk, MemorySegment topkIds, ExpertMap map, MemorySegment physicalIds) {
        int numPairs = numTokens * topk;
        if (map != known) {
            logicalToPhysical = MemorySegment.ofArray(map.logicalToPhysical());
            replicaCounts = MemorySegment.ofArray(map.logicalReplicaCounts());
            known = map;
        }
        chance.next(numTokens);
        memory.clear();
        place(idsArray, (long) numPairs * Integer.BYTES);
        place(mapArray, logicalToPhysical.byteSize());
        place(replicasArray, replicaCounts.byteSize());
        place(physicalArray, (long) numPairs * Integer.BYTES);
        memory.fill(chance.guard());
        memory.upload(topkIds, idsArray);
        memory.upload(logicalToPhysical, mapArray);
        memory.upload(replicaCounts, replicasArray);
        launch.arguments()
                .putLong(memory.address(idsArray))
                .putLong(memory.address(mapArray))
                .putLong(memory.address(replicasArray))
                .putLong(memory.address(physicalArray))
                .putInt(numPairs)
                .putInt(topk)
                .putInt(map.numLogicalExperts())
                .putInt(map.mostReplicas());
        launch.run(kernel, numPairs);
        memory.requireIntactGuards();
        memory.download(physicalArray, physicalIds);
    }

    private void place(EmulatedArray array, long bytes) {
        memory.place(array, bytes, chance.offset(Integer.BYTES));
    }
}
