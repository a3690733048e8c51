package org.moegate;

import static org.moegate.SegmentChecks.requireApart;
import static org.moegate.SegmentChecks.requirePresent;
import static org.moegate.SegmentChecks.requireSize;
import static org.moegate.SegmentChecks.requireUsable;
import static org.moegate.SegmentChecks.requireWritable;

import java.lang.foreign.MemorySegment;

/** Holds calls of {@link Dispatch} to what it says, before any memory is touched. Checks that pass allocate nothing. */
final class DispatchChecks {

    /** Packed ids have 16 bits, the highest of which says that there is none. */
    private static final int MOST_PACKED_EXPERTS = 1 << 15;

    private final int topk;
    private final int numIds;

    DispatchChecks(GateSpec spec) {
        this.topk = spec.topk();
        this.numIds = spec.numExperts() + spec.numFusedSharedExperts();
    }

    void countTokens(int numTokens, MemorySegment topkIds, int numExperts, MemorySegment tokensPerExpert) {
        requirePresent("topkIds", topkIds);
        requirePresent("tokensPerExpert", tokensPerExpert);
        requireTokens(numTokens);
        requireExperts(numExperts);
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
        if (blockSize < 1) {
            throw new IllegalArgumentException("blockSize = " + blockSize + ": must be at least 1");
        }
        long numPairs = (long) numTokens * topk;
        long mostSorted = Dispatch.mostSortedIds(numPairs, numExperts, blockSize);
        if (mostSorted > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("blockSize = " + blockSize + ": with " + numPairs + " pairs of "
                    + numExperts + " experts blocks may come to " + mostSorted + " ids, must be at most "
                    + Integer.MAX_VALUE);
        }
        long idsBytes = numPairs * Integer.BYTES;
        long countsBytes = (long) numExperts * Integer.BYTES;
        long sortedBytes = output("sortedTokenIds", sortedTokenIds, (int) mostSorted);
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
        requireTokens(numTokens);
        long bytes = input("topkIds", topkIds, numTokens);
        output("physicalIds", physicalIds, numTokens * topk);
        requireApart("physicalIds", physicalIds, bytes, "topkIds", topkIds, bytes);
    }

    void pack(int numTokens, MemorySegment topkIds, MemorySegment topkWeights, MemorySegment packed) {
        requirePresent("topkIds", topkIds);
        requirePresent("topkWeights", topkWeights);
        requirePresent("packed", packed);
        requireTokens(numTokens);
        if (numIds > MOST_PACKED_EXPERTS) {
            throw new IllegalArgumentException("num_experts = " + numIds
                    + ", shared ones included: packed ids have 16 bits, must be at most " + MOST_PACKED_EXPERTS);
        }
        long bytes = input("topkIds", topkIds, numTokens);
        input("topkWeights", topkWeights, numTokens);
        output("packed", packed, numTokens * topk);
        requireApart("packed", packed, bytes, "topkIds", topkIds, bytes);
        requireApart("packed", packed, bytes, "topkWeights", topkWeights, bytes);
    }

    private void requireTokens(int numTokens) {
        if (numTokens < 0 || numTokens > Integer.MAX_VALUE / topk) {
            throw new IllegalArgumentException("numTokens = " + numTokens + ": must lie in 0.."
                    + Integer.MAX_VALUE / topk + ", as pairs are numbered by int32 and a token has " + topk);
        }
    }

    private static void requireExperts(int numExperts) {
        if (numExperts < 1) {
            throw new IllegalArgumentException("numExperts = " + numExperts + ": must be at least 1");
        }
    }

    private long input(String name, MemorySegment segment, int numTokens) {
        long bytes = requireSize(name, segment, numTokens, topk, topk, Integer.BYTES);
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
