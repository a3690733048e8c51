package org.moegate;

import static org.moegate.SegmentChecks.requireApart;
import static org.moegate.SegmentChecks.requirePresent;
import static org.moegate.SegmentChecks.requireSize;
import static org.moegate.SegmentChecks.requireUsable;
import static org.moegate.SegmentChecks.requireWritable;

import java.lang.foreign.MemorySegment;
import org.moegate.spi.DispatchNumbers;

/** Holds calls of {@link Dispatch} to what it says, before any memory is touched. Checks that pass allocate nothing. */
final class DispatchChecks {

    private final GateSpec spec;

    DispatchChecks(GateSpec spec) {
        this.spec = spec;
    }

    void countTokens(int numTokens, MemorySegment topkIds, int numExperts, MemorySegment tokensPerExpert) {
        requirePresent("topkIds", topkIds);
        requirePresent("tokensPerExpert", tokensPerExpert);
        DispatchNumbers.pairs(spec, numTokens);
        DispatchNumbers.positive("numExperts", numExperts);
        long idsBytes = input("topkIds", topkIds, numTokens);
        long countsBytes = output("tokensPerExpert", tokensPerExpert, numExperts);
        requireApart("tokensPerExpert", tokensPerExpert, countsBytes, "topkIds", topkIds, idsBytes);
    }

    void alignBlockSize(
            int numTokens,
            MemorySegment topkIds,
            int numExperts,
            int blockSize,
            MemorySegment sortedTokenIds,
            MemorySegment expertIds,
            MemorySegment numTokensPostPadded,
            MemorySegment tokensPerExpert) {
        requirePresent("sortedTokenIds", sortedTokenIds);
        requirePresent("expertIds", expertIds);
        requirePresent("numTokensPostPadded", numTokensPostPadded);
        countTokens(numTokens, topkIds, numExperts, tokensPerExpert);
        int numPairs = numTokens * spec.topk();
        int mostSorted = DispatchNumbers.sortedIds(numPairs, numExperts, blockSize);
        long idsBytes = (long) numPairs * Integer.BYTES;
        long countsBytes = (long) numExperts * Integer.BYTES;
        long sortedBytes = output("sortedTokenIds", sortedTokenIds, mostSorted);
        long blocksBytes = output("expertIds", expertIds, (int) Dispatch.mostBlocks(numPairs, numExperts, blockSize));
        long totalBytes = output("numTokensPostPadded", numTokensPostPadded, 1);
        requireApart("sortedTokenIds", sortedTokenIds, sortedBytes, "topkIds", topkIds, idsBytes);
        requireApart("sortedTokenIds", sortedTokenIds, sortedBytes, "expertIds", expertIds, blocksBytes);
        requireApart("sortedTokenIds", sortedTokenIds, sortedBytes, "tokensPerExpert", tokensPerExpert, countsBytes);
        requireApart("expertIds", expertIds, blocksBytes, "topkIds", topkIds, idsBytes);
        requireApart("expertIds", expertIds, blocksBytes, "tokensPerExpert", tokensPerExpert, countsBytes);
        requireApart("numTokensPostPadded", numTokensPostPadded, totalBytes, "topkIds", topkIds, idsBytes);
        requireApart(
                "numTokensPostPadded", numTokensPostPadded, totalBytes, "sortedTokenIds", sortedTokenIds, sortedBytes);
        requireApart("numTokensPostPadded", numTokensPostPadded, totalBytes, "expertIds", expertIds, blocksBytes);
        requireApart(
                "numTokensPostPadded",
                numTokensPostPadded,
                totalBytes,
                "tokensPerExpert",
                tokensPerExpert,
                countsBytes);
    }

    void mapExperts(int numTokens, MemorySegment topkIds, ExpertMap map, MemorySegment physicalIds) {
        requirePresent("topkIds", topkIds);
        requirePresent("map", map);
        requirePresent("physicalIds", physicalIds);
        int numPairs = DispatchNumbers.pairs(spec, numTokens);
        long bytes = input("topkIds", topkIds, numTokens);
        output("physicalIds", physicalIds, numPairs);
        requireApart("physicalIds", physicalIds, bytes, "topkIds", topkIds, bytes);
    }

    void pack(int numTokens, MemorySegment topkIds, MemorySegment topkWeights, MemorySegment packed) {
        requirePresent("topkIds", topkIds);
        requirePresent("topkWeights", topkWeights);
        requirePresent("packed", packed);
        int numPairs = DispatchNumbers.pairs(spec, numTokens);
        DispatchNumbers.packable(spec);
        long bytes = input("topkIds", topkIds, numTokens);
        input("topkWeights", topkWeights, numTokens);
        output("packed", packed, numPairs);
        requireApart("packed", packed, bytes, "topkIds", topkIds, bytes);
        requireApart("packed", packed, bytes, "topkWeights", topkWeights, bytes);
    }

    private long input(String name, MemorySegment segment, int numTokens) {
        long bytes = requireSize(name, segment, numTokens, spec.topk(), spec.topk(), Integer.BYTES);
        requireUsable(name, segment, bytes, Integer.BYTES);
        return bytes;
    }

    private static long output(String name, MemorySegment segment, int count) {
        long bytes = count == 0 ? 0 : requireSize(name, segment, 1, count, count, Integer.BYTES);
        requireUsable(name, segment, bytes, Integer.BYTES);
        requireWritable(name, segment);
        return bytes;
    }
}
