package org.moegate.conformance.rules;

import static org.moegate.conformance.rules.DispatchJudge.followedByGuards;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.moegate.Dispatch;
import org.moegate.ExpertMap;
import org.moegate.GatePlan;
import org.moegate.conformance.cases.DispatchCase;
import org.moegate.conformance.cases.DispatchMemory;
import org.moegate.conformance.judge.DispatchOracle;
import org.moegate.conformance.judge.Subject;

/** All that follows the gate for one case, whose answers are found once, so that many rounds cost little. */
final class DispatchRound {

    private static final int FIRST_PHYSICAL = 100;

    private final Subject gate;
    private final DispatchCase input;
    private final float[] weights;
    private final ExpertMap map;
    private final int[] tokensPerExpert;
    private final int[] sortedTokenIds;
    private final int[] expertIds;
    private final int[] physicalIds;
    private final int[] packed;

    /** A round whose weights are all the same power of two, which bfloat16 holds exactly. */
    DispatchRound(Subject gate, DispatchCase input, float weight) {
        this.gate = gate;
        this.input = input;
        weights = new float[input.numPairs()];
        Arrays.fill(weights, weight);
        map = ExpertMap.of(IntStream.range(FIRST_PHYSICAL, FIRST_PHYSICAL + input.numExperts())
                .mapToObj(physical -> new int[] {physical})
                .toArray(int[][]::new));
        DispatchOracle oracle = new DispatchOracle(input);
        tokensPerExpert = oracle.tokensPerExpert();
        sortedTokenIds = followedByGuards(
                oracle.sortedTokenIds(),
                Dispatch.mostSortedIds(input.numPairs(), input.numExperts(), input.blockSize()));
        expertIds = followedByGuards(
                oracle.expertIds(), Dispatch.mostBlocks(input.numPairs(), input.numExperts(), input.blockSize()));
        physicalIds = IntStream.of(input.topkIds())
                .map(id -> id < 0 ? -1 : FIRST_PHYSICAL + id)
                .toArray();
        int bits = Float.floatToRawIntBits(weight) >>> Short.SIZE;
        packed = IntStream.of(input.topkIds())
                .map(id -> id << Short.SIZE | (id < 0 ? 0 : bits))
                .toArray();
    }

    /** Calls a plan in the memory of an earlier case of the same shape; returns that memory, which is this case's now. */
    DispatchMemory run(GatePlan plan, DispatchMemory of) {
        DispatchMemory memory = of.rewritten(input, weights);
        require("tokens_per_expert", tokensPerExpert, memory.countTokens(plan));
        memory.alignBlockSize(plan);
        require("tokens_per_expert", tokensPerExpert, memory.tokensPerExpert());
        require("sorted_token_ids", sortedTokenIds, memory.sortedTokenIds());
        require("expert_ids", expertIds, memory.expertIds());
        require("physical_ids", physicalIds, memory.mapExperts(plan, map));
        require("packed", packed, memory.pack(plan));
        DispatchJudge.requireIntact(gate, input, memory);
        return memory;
    }

    private void require(String name, int[] expected, int[] actual) {
        DispatchJudge.require(gate, input, name, expected, actual);
    }
}
