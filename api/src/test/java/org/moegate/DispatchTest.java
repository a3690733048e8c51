package org.moegate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What follows the gate")
class DispatchTest {

    private static final int[] IDS = {2, 0, 2, 1, 2, -1};

    private final GatePlan plan = new FakeKernel().plan(SegmentCall.F32);

    private static MemorySegment of(int... ints) {
        return MemorySegment.ofArray(ints);
    }

    @Test
    @DisplayName("is done by the reference where a backend has nothing of its own")
    void reference() {
        int[] sorted = new int[6 + 3 * 3];
        int[] experts = new int[sorted.length / 4];
        int[] total = new int[1];
        int[] counts = new int[3];
        plan.dispatch().alignBlockSize(3, of(IDS), 3, 4, of(sorted), of(experts), of(total), of(counts));
        assertArrayEquals(new int[] {1, 6, 6, 6, 3, 6, 6, 6, 0, 2, 4, 6, 0, 0, 0}, sorted);
        assertArrayEquals(new int[] {0, 1, 2}, experts);
        assertArrayEquals(new int[] {12}, total);
        assertArrayEquals(new int[] {1, 1, 3}, counts);
    }

    @ParameterizedTest
    @CsvSource({"6, 3, 4, 15, 3", "2, 8, 4, 8, 2", "0, 8, 4, 0, 0", "5, 1, 1, 5, 5", "100, 2, 64, 226, 3"})
    @DisplayName("has room enough for the most blocks there can be")
    void mostBlocks(int pairs, int experts, int blockSize, long mostIds, long mostBlocks) {
        assertEquals(mostIds, Dispatch.mostSortedIds(pairs, experts, blockSize));
        assertEquals(mostBlocks, Dispatch.mostBlocks(pairs, experts, blockSize));
    }

    @Test
    @DisplayName("does not pack ids that 16 bits do not hold")
    void tooManyExpertsToPack() {
        GateSpec large = GateSpec.builder(32768, 2).numFusedSharedExperts(1).build();
        GatePlan largePlan = new FakeKernel().plan(PlanRequest.of(large));
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> largePlan.dispatch().pack(1, of(0, 0), MemorySegment.ofArray(new float[2]), of(0, 0)));
        assertEquals(
                "num_experts = 32769, shared ones included: packed ids have 16 bits, must be at most 32768",
                refusal.getMessage());
    }

    @Test
    @DisplayName("is refused once the plan is closed, of no tokens too")
    void closed() {
        plan.close();
        assertThrows(IllegalStateException.class, () -> plan.dispatch().countTokens(3, of(IDS), 3, of(0, 0, 0)));
        ExpertMap map = ExpertMap.of(new int[] {0});
        assertThrows(IllegalStateException.class, () -> plan.dispatch().mapExperts(0, of(), map, of()));
        assertThrows(
                IllegalStateException.class,
                () -> plan.dispatch().pack(0, of(), MemorySegment.ofArray(new float[0]), of()));
    }
}
