package org.moegate.conformance.rules;

import java.util.Arrays;
import org.moegate.GatePlan;
import org.moegate.conformance.cases.CallMemory;
import org.moegate.conformance.cases.DispatchCase;
import org.moegate.conformance.cases.DispatchMemory;
import org.moegate.conformance.judge.DispatchOracle;
import org.moegate.conformance.judge.Subject;

/** Holds what follows the gate against what the contract says of it. */
final class DispatchJudge {

    private DispatchJudge() {}

    /** Has pairs sorted and requires blocks, counts and untouched places as the contract has them. */
    static void requireSorted(Subject gate, DispatchCase input, GatePlan plan, DispatchMemory memory) {
        DispatchOracle oracle = new DispatchOracle(input);
        int total = memory.alignBlockSize(plan);
        int[] sorted = oracle.sortedTokenIds();
        require(gate, input, "num_tokens_post_padded", new int[] {sorted.length}, new int[] {total});
        require(gate, input, "tokens_per_expert", oracle.tokensPerExpert(), memory.tokensPerExpert());
        require(
                gate,
                input,
                "sorted_token_ids",
                followedByGuards(sorted, memory.sortedTokenIds().length),
                memory.sortedTokenIds());
        require(
                gate,
                input,
                "expert_ids",
                followedByGuards(oracle.expertIds(), memory.expertIds().length),
                memory.expertIds());
        requireIntact(gate, input, memory);
    }

    /** What is not for a block stays as it was. */
    static int[] followedByGuards(int[] expected, long room) {
        int guard = 0x01010101 * Byte.toUnsignedInt(CallMemory.GUARD);
        int[] all = Arrays.copyOf(expected, Math.toIntExact(room));
        Arrays.fill(all, Math.min(expected.length, all.length), all.length, guard);
        return all;
    }

    /** Requires that an output is as it should be. */
    static void require(Subject gate, DispatchCase input, String name, int[] expected, int[] actual) {
        int at = Arrays.mismatch(expected, actual);
        if (at >= 0) {
            throw gate.failure(
                    input.toString(), "%s[%d] = %d, must be %d".formatted(name, at, actual[at], expected[at]));
        }
    }

    /** Requires that nothing else was written. */
    static void requireIntact(Subject gate, DispatchCase input, DispatchMemory memory) {
        String damage = memory.damage();
        if (!damage.isEmpty()) {
            throw gate.failure(input.toString(), damage);
        }
    }
}
