package org.moegate.conformance.cases;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.moegate.Dispatch;
import org.moegate.ExpertMap;
import org.moegate.GatePlan;

/** A case of dispatch laid out in memory, each segment between guard bytes. */
public final class DispatchMemory {

    private final DispatchCase input;
    private final GuardedRegion topkIds;
    private final GuardedRegion topkWeights;
    private final GuardedRegion tokensPerExpert;
    private final GuardedRegion sortedTokenIds;
    private final GuardedRegion expertIds;
    private final GuardedRegion numTokensPostPadded;
    private final GuardedRegion perPair;

    /**
     * Lays a case out.
     *
     * @param input the case
     * @param weights one a pair
     * @param allocator makes its memory
     * @param offset bytes by which each segment lies further than a multiple of 64 from the start of what the allocator made
     */
    public DispatchMemory(DispatchCase input, float[] weights, MemoryAllocator allocator, long offset) {
        this.input = input;
        long most = Dispatch.mostSortedIds(input.numPairs(), input.numExperts(), input.blockSize());
        long blocks = Dispatch.mostBlocks(input.numPairs(), input.numExperts(), input.blockSize());
        topkIds = ints("topk_ids", allocator, input.numPairs(), offset);
        topkWeights = ints("topk_weights", allocator, input.numPairs(), offset);
        tokensPerExpert = ints("tokens_per_expert", allocator, input.numExperts(), offset);
        sortedTokenIds = ints("sorted_token_ids", allocator, most, offset);
        expertIds = ints("expert_ids", allocator, blocks, offset);
        numTokensPostPadded = ints("num_tokens_post_padded", allocator, 1, offset);
        perPair = ints("output", allocator, input.numPairs(), offset);
        writeInputs(weights);
    }

    private DispatchMemory(DispatchMemory of, DispatchCase input) {
        this.input = input;
        topkIds = of.topkIds;
        topkWeights = of.topkWeights;
        tokensPerExpert = of.tokensPerExpert;
        sortedTokenIds = of.sortedTokenIds;
        expertIds = of.expertIds;
        numTokensPostPadded = of.numTokensPostPadded;
        perPair = of.perPair;
    }

    /**
     * The same memory, at the same addresses, with the inputs of another case of as many pairs, experts and places in a block.
     *
     * @param other the other case
     * @param weights one a pair
     */
    public DispatchMemory rewritten(DispatchCase other, float[] weights) {
        DispatchMemory memory = new DispatchMemory(this, other);
        memory.writeInputs(weights);
        for (GuardedRegion output : List.of(tokensPerExpert, sortedTokenIds, expertIds, numTokensPostPadded, perPair)) {
            output.clear();
        }
        return memory;
    }

    private void writeInputs(float[] weights) {
        MemorySegment.copy(input.topkIds(), 0, topkIds.inside(), ValueLayout.JAVA_INT_UNALIGNED, 0, input.numPairs());
        MemorySegment.copy(weights, 0, topkWeights.inside(), ValueLayout.JAVA_FLOAT_UNALIGNED, 0, input.numPairs());
    }

    private static GuardedRegion ints(String name, MemoryAllocator allocator, long count, long offset) {
        return new GuardedRegion(name, allocator, count * Integer.BYTES, offset);
    }

    /** Calls a plan. */
    public int[] countTokens(GatePlan plan) {
        plan.dispatch().countTokens(input.numTokens(), topkIds.inside(), input.numExperts(), tokensPerExpert.inside());
        return tokensPerExpert();
    }

    /** Calls a plan, and returns what it says of how much it sorted. */
    public int alignBlockSize(GatePlan plan) {
        plan.dispatch()
                .alignBlockSize(
                        input.numTokens(),
                        topkIds.inside(),
                        input.numExperts(),
                        input.blockSize(),
                        sortedTokenIds.inside(),
                        expertIds.inside(),
                        numTokensPostPadded.inside(),
                        tokensPerExpert.inside());
        return numTokensPostPadded.inside().get(ValueLayout.JAVA_INT_UNALIGNED, 0);
    }

    /** Calls a plan. */
    public int[] mapExperts(GatePlan plan, ExpertMap map) {
        plan.dispatch().mapExperts(input.numTokens(), topkIds.inside(), map, perPair.inside());
        return array(perPair);
    }

    /** Calls a plan. */
    public int[] pack(GatePlan plan) {
        plan.dispatch().pack(input.numTokens(), topkIds.inside(), topkWeights.inside(), perPair.inside());
        return array(perPair);
    }

    /** All four calls, on segments that are made once. */
    public Runnable calls(GatePlan plan, ExpertMap map) {
        Dispatch dispatch = plan.dispatch();
        MemorySegment ids = topkIds.inside();
        MemorySegment weights = topkWeights.inside();
        MemorySegment counts = tokensPerExpert.inside();
        MemorySegment sorted = sortedTokenIds.inside();
        MemorySegment blocks = expertIds.inside();
        MemorySegment total = numTokensPostPadded.inside();
        MemorySegment pairs = perPair.inside();
        return () -> {
            dispatch.countTokens(input.numTokens(), ids, input.numExperts(), counts);
            dispatch.alignBlockSize(
                    input.numTokens(), ids, input.numExperts(), input.blockSize(), sorted, blocks, total, counts);
            dispatch.mapExperts(input.numTokens(), ids, map, pairs);
            dispatch.pack(input.numTokens(), ids, weights, pairs);
        };
    }

    public int[] tokensPerExpert() {
        return array(tokensPerExpert);
    }

    /** All of it, beyond what was sorted too. */
    public int[] sortedTokenIds() {
        return array(sortedTokenIds);
    }

    /** All of it, beyond the blocks there are too. */
    public int[] expertIds() {
        return array(expertIds);
    }

    /** What was written outside of what is for it, and inputs that were changed, in words; empty if nothing was. */
    public String damage() {
        StringBuilder damage = new StringBuilder();
        for (GuardedRegion region : List.of(
                topkIds, topkWeights, tokensPerExpert, sortedTokenIds, expertIds, numTokensPostPadded, perPair)) {
            damage.append(region.damage());
        }
        if (topkIds.inside().mismatch(MemorySegment.ofArray(input.topkIds())) >= 0) {
            damage.append("topk_ids were changed. ");
        }
        return damage.toString();
    }

    private static int[] array(GuardedRegion region) {
        return region.inside().toArray(ValueLayout.JAVA_INT_UNALIGNED);
    }
}
