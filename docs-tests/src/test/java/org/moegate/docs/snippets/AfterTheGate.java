package org.moegate.docs.snippets;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.moegate.Dispatch;
import org.moegate.ExpertMap;
import org.moegate.GatePlan;

/** docs/after-the-gate.md. */
final class AfterTheGate {

    private AfterTheGate() {}

    static MemorySegment count(GatePlan plan, int numTokens, int numExperts, MemorySegment topkIds, Arena arena) {
        MemorySegment tokensPerExpert = arena.allocate(ValueLayout.JAVA_INT, numExperts);
        plan.dispatch().countTokens(numTokens, topkIds, numExperts, tokensPerExpert);
        return tokensPerExpert;
    }

    /** What a grouped matrix multiplication starts from. */
    record Blocks(MemorySegment sortedTokenIds, MemorySegment expertIds, MemorySegment numTokensPostPadded) {}

    static Blocks align(
            GatePlan plan,
            int numTokens,
            int topk,
            int numExperts,
            MemorySegment topkIds,
            MemorySegment tokensPerExpert,
            Arena arena) {
        int blockSize = 64;
        long pairs = (long) numTokens * topk;
        MemorySegment sortedTokenIds =
                arena.allocate(ValueLayout.JAVA_INT, Dispatch.mostSortedIds(pairs, numExperts, blockSize));
        MemorySegment expertIds =
                arena.allocate(ValueLayout.JAVA_INT, Dispatch.mostBlocks(pairs, numExperts, blockSize));
        MemorySegment numTokensPostPadded = arena.allocate(ValueLayout.JAVA_INT);
        plan.dispatch()
                .alignBlockSize(
                        numTokens,
                        topkIds,
                        numExperts,
                        blockSize,
                        sortedTokenIds,
                        expertIds,
                        numTokensPostPadded,
                        tokensPerExpert);
        return new Blocks(sortedTokenIds, expertIds, numTokensPostPadded);
    }

    static void replicate(GatePlan plan, int numTokens, MemorySegment topkIds, MemorySegment physicalIds) {
        ExpertMap map = ExpertMap.of(
                new int[] {0, 4}, // expert 0 is in two places
                new int[] {1},
                new int[] {2},
                new int[] {3});
        plan.dispatch().mapExperts(numTokens, topkIds, map, physicalIds);
    }

    static void pack(
            GatePlan plan, int numTokens, MemorySegment topkIds, MemorySegment topkWeights, MemorySegment packed) {
        plan.dispatch().pack(numTokens, topkIds, topkWeights, packed);
    }
}
