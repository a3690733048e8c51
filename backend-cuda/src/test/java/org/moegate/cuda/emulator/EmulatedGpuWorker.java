package org.moegate.cuda.emulator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moegate.ExpertMap;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.spi.GateWorker;

/**
 * Copies a batch to the emulated GPU, routes or dispatches it there, and copies the results back. Rows that lie further apart
 * than there is memory for stay where they are, so that kernels have to reach that far.
 */
final class EmulatedGpuWorker implements GateWorker {

    private static final long MOST_LOGITS_BYTES = 256L << 20;

    private final PlanRequest request;
    private final LaunchChooser chooser;
    private final Arena arena = Arena.ofShared();
    private final EmulatedArray logitsArray = new EmulatedArray("logits");
    private final EmulatedArray biasArray = new EmulatedArray("bias");
    private final EmulatedArray idsArray = new EmulatedArray("topk_ids");
    private final EmulatedArray weightsArray = new EmulatedArray("topk_weights");
    private final EmulatedArray scratchArray = new EmulatedArray("scratch");
    private final EmulatedMemory memory;
    private final RouteArguments arguments;
    private final EmulatedLaunch launch;
    private final Chance chance;
    private final EmulatedSorting sorting;
    private final EmulatedMapping mapping;
    private final EmulatedPacking packing;
    private final int logitsElement;
    private final int biasElement;
    private int launchTokens;
    private long scratchBytes;

    EmulatedGpuWorker(PlanRequest request, LaunchChooser chooser) {
        this.request = request;
        this.chooser = chooser;
        memory = new EmulatedMemory(arena, List.of(logitsArray, biasArray, idsArray, weightsArray, scratchArray));
        arguments = new RouteArguments(request, arena);
        launch = new EmulatedLaunch(EmulatorLibrary.ofBackend(), arena);
        chance = new Chance(request.spec().numExperts());
        sorting = new EmulatedSorting(chance, arena);
        mapping = new EmulatedMapping(chance, arena);
        packing = new EmulatedPacking(chance, arena);
        logitsElement = request.logitsDType().byteSize();
        biasElement = request.biasDType() == null ? 0 : request.biasDType().byteSize();
    }

    @Override
    public void route(
            int numTokens,
            int numTokenNonPadded,
            MemorySegment logits,
            long logitsRowStride,
            @Nullable MemorySegment bias,
            MemorySegment topkIds,
            MemorySegment topkWeights) {
        if (numTokens != launchTokens) {
            choose(numTokens);
        }
        chance.next(numTokens);
        long logitsBytes = ((numTokens - 1) * logitsRowStride + request.spec().numExperts()) * logitsElement;
        boolean inPlace = logits.isNative() && logitsBytes > MOST_LOGITS_BYTES;
        layOut(numTokens, inPlace ? 0 : logitsBytes);
        memory.upload(logits, logitsArray);
        if (bias != null) {
            memory.upload(bias, biasArray);
        }
        arguments.setTokens(numTokens, numTokenNonPadded, logitsRowStride);
        arguments.setMemory(
                inPlace ? logits.address() : memory.address(logitsArray),
                bias == null ? 0 : memory.address(biasArray),
                memory.address(idsArray),
                memory.address(weightsArray),
                scratchBytes == 0 ? 0 : memory.address(scratchArray));
        launch.run(arguments.struct(), chance.schedule());
        memory.requireIntactGuards();
        memory.download(idsArray, topkIds);
        memory.download(weightsArray, topkWeights);
    }

    private void choose(int numTokens) {
        LaunchChoice choice = chooser.choose(request, numTokens);
        launch.setKernel(
                EmulatorLibrary.ofBackend().kernel(choice.kernel()),
                Extent.of(choice.blocks()),
                Extent.of(choice.threads()),
                choice.sharedBytes());
        arguments.setShape(choice);
        scratchBytes = choice.scratchBytes();
        launchTokens = numTokens;
    }

    private void layOut(int numTokens, long logitsBytes) {
        GateSpec spec = request.spec();
        long resultBytes = (long) numTokens * spec.topk() * Integer.BYTES;
        memory.clear();
        memory.place(logitsArray, logitsBytes, chance.offset(logitsElement));
        memory.place(biasArray, (long) spec.numExperts() * biasElement, chance.offset(biasElement));
        memory.place(idsArray, resultBytes, chance.offset(Integer.BYTES));
        memory.place(weightsArray, resultBytes, chance.offset(Float.BYTES));
        memory.place(scratchArray, scratchBytes, 0);
        memory.fill(chance.guard());
    }

    @Override
    public void countTokens(int numPairs, MemorySegment topkIds, int numExperts, MemorySegment tokensPerExpert) {
        sorting.countTokens(numPairs, topkIds, numExperts, tokensPerExpert);
    }

    @Override
    public void alignBlockSize(
            int numPairs,
            MemorySegment topkIds,
            int numExperts,
            int blockSize,
            MemorySegment sortedTokenIds,
            MemorySegment expertIds,
            MemorySegment numTokensPostPadded,
            MemorySegment tokensPerExpert) {
        sorting.alignBlockSize(
                numPairs,
                topkIds,
                numExperts,
                blockSize,
                sortedTokenIds,
                expertIds,
                numTokensPostPadded,
                tokensPerExpert);
    }

    @Override
    public void mapExperts(int numTokens, int topk, MemorySegment topkIds, ExpertMap map, MemorySegment physicalIds) {
        mapping.mapExperts(numTokens, topk, topkIds, map, physicalIds);
    }

    @Override
    public void pack(int numPairs, MemorySegment topkIds, MemorySegment topkWeights, MemorySegment packed) {
        packing.pack(numPairs, topkIds, topkWeights, packed);
    }

    @Override
    public void close() {
        arena.close();
    }
}
