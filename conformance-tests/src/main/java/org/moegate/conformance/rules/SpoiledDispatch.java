package org.moegate.conformance.rules;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moegate.Dispatch;
import org.moegate.ExpertMap;
import org.moegate.GatePlan;
import org.moegate.conformance.judge.Subject;

/** Calls of {@link Dispatch} that are wrong in one point each. */
final class SpoiledDispatch {

    private static final int TOKENS = 3;
    private static final int EXPERTS = 16;
    private static final int BLOCK = 4;
    private static final int UNTOUCHED = -7;

    private final Subject gate;
    private final Dispatch dispatch;
    private final MemorySegment ids = ints(TOKENS * 2);
    private final MemorySegment counts = ints(EXPERTS);
    private final MemorySegment sorted = ints((int) Dispatch.mostSortedIds(TOKENS * 2, EXPERTS, BLOCK));
    private final MemorySegment blocks = ints((int) Dispatch.mostBlocks(TOKENS * 2, EXPERTS, BLOCK));
    private final MemorySegment total = ints(1);
    private final MemorySegment perPair = ints(TOKENS * 2);
    private final ExpertMap map = ExpertMap.of(new int[] {1}, new int[] {0});

    SpoiledDispatch(Subject gate, GatePlan plan) {
        this.gate = gate;
        this.dispatch = plan.dispatch();
    }

    private static MemorySegment ints(int count) {
        int[] array = new int[count];
        Arrays.fill(array, UNTOUCHED);
        return MemorySegment.ofArray(array);
    }

    void check() {
        counting("numTokens", -1, ids, EXPERTS, counts);
        counting("numTokens", Integer.MAX_VALUE, ids, EXPERTS, counts);
        counting("topkIds", TOKENS + 1, ids, EXPERTS, counts);
        counting("topkIds", TOKENS, null, EXPERTS, counts);
        counting("numExperts", TOKENS, ids, 0, counts);
        counting("tokensPerExpert", TOKENS, ids, EXPERTS + 1, counts);
        counting("tokensPerExpert", TOKENS, ids, EXPERTS, null);
        counting("tokensPerExpert", TOKENS, ids, EXPERTS, counts.asReadOnly());
        counting("tokensPerExpert", TOKENS, counts.asSlice(0, 24), EXPERTS, counts);

        sorting("blockSize", 0, sorted, blocks, total, counts);
        sorting("blockSize", Integer.MAX_VALUE, sorted, blocks, total, counts);
        sorting("sortedTokenIds", BLOCK, sorted.asSlice(4), blocks, total, counts);
        sorting("sortedTokenIds", BLOCK, null, blocks, total, counts);
        sorting("expertIds", BLOCK, sorted, blocks.asSlice(4), total, counts);
        sorting("expertIds", BLOCK, sorted, null, total, counts);
        sorting("numTokensPostPadded", BLOCK, sorted, blocks, total.asSlice(4), counts);
        sorting("numTokensPostPadded", BLOCK, sorted, blocks, sorted.asSlice(8), counts);
        sorting("numTokensPostPadded", BLOCK, sorted, blocks, null, counts);
        sorting("tokensPerExpert", BLOCK, sorted, blocks, total, counts.asSlice(4));

        refused("map", () -> dispatch.mapExperts(TOKENS, ids, forced(null), perPair));
        refused("physicalIds", () -> dispatch.mapExperts(TOKENS, ids, map, perPair.asSlice(4)));
        refused("physicalIds", () -> dispatch.mapExperts(TOKENS, ids, map, ids));
        refused("topkWeights", () -> dispatch.pack(TOKENS, ids, forced(null), perPair));
        refused("packed", () -> dispatch.pack(TOKENS, ids, ids, perPair.asSlice(4)));
        refused("packed", () -> dispatch.pack(TOKENS, ids, perPair, perPair));
    }

    private void counting(
            String name, int numTokens, @Nullable MemorySegment topkIds, int numExperts, @Nullable MemorySegment into) {
        refused(name, () -> dispatch.countTokens(numTokens, forced(topkIds), numExperts, forced(into)));
    }

    private void sorting(
            String name,
            int blockSize,
            @Nullable MemorySegment sortedTokenIds,
            @Nullable MemorySegment expertIds,
            @Nullable MemorySegment numTokensPostPadded,
            MemorySegment tokensPerExpert) {
        refused(
                name,
                () -> dispatch.alignBlockSize(
                        TOKENS,
                        ids,
                        EXPERTS,
                        blockSize,
                        forced(sortedTokenIds),
                        forced(expertIds),
                        forced(numTokensPostPadded),
                        tokensPerExpert));
    }

    /** What Java's types do not keep a caller from handing over. */
    @SuppressWarnings("NullAway")
    private static <T> T forced(@Nullable T value) {
        return value;
    }

    private void refused(String name, Runnable call) {
        try {
            call.run();
        } catch (IllegalArgumentException | NullPointerException e) {
            requireNamed(name, String.valueOf(e.getMessage()));
            requireUntouched(name);
            return;
        }
        throw gate.failure("a call with a bad " + name, "it was taken");
    }

    private void requireNamed(String name, String message) {
        if (!message.startsWith(name + " = ")) {
            throw gate.failure("a call with a bad " + name, "it was refused with: " + message);
        }
    }

    private void requireUntouched(String name) {
        for (MemorySegment output : new MemorySegment[] {counts, sorted, blocks, total, perPair}) {
            for (int value : output.toArray(ValueLayout.JAVA_INT)) {
                if (value != UNTOUCHED) {
                    throw gate.failure("a call with a bad " + name, "something was written");
                }
            }
        }
    }
}
