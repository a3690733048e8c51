package org.moegate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A call allocates nothing once warm")
class GatePlanAllocationTest {

    private static final int CALLS = 100_000;

    private final FakeKernel kernel = new FakeKernel();
    private final GatePlan plan = kernel.plan(SegmentCall.F32);

    @ParameterizedTest
    @EnumSource
    @DisplayName("between memory of any kind")
    void allocatesNothing(Memory memory) {
        assertAllocatesNothing(
                plan,
                memory.allocate(Part.LOGITS, 12),
                memory.allocate(Part.BIAS, 4),
                memory.allocate(Part.TOPK_IDS, 6),
                memory.allocate(Part.TOPK_WEIGHTS, 6));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("without a bias")
    void allocatesNothingWithoutBias(Memory memory) {
        assertAllocatesNothing(
                kernel.plan(SegmentCall.F32.withBias(null)),
                memory.allocate(Part.LOGITS, 12),
                null,
                memory.allocate(Part.TOPK_IDS, 6),
                memory.allocate(Part.TOPK_WEIGHTS, 6));
    }

    @Test
    @DisplayName("where all of its memory is one native block")
    void allocatesNothingInOneBlock() {
        assertAllocatesNothingInOne(Arena.ofAuto().allocate(256, 8));
    }

    @Test
    @DisplayName("where all of its memory is one array")
    void allocatesNothingInOneArray() {
        assertAllocatesNothingInOne(MemorySegment.ofArray(new byte[256]));
    }

    /** Segments that reach to the end of the memory, so that they overlap as such but not in what is used of them. */
    private void assertAllocatesNothingInOne(MemorySegment whole) {
        assertAllocatesNothing(plan, whole.asReadOnly(), whole.asSlice(48), whole.asSlice(64), whole.asSlice(88));
    }

    private void assertAllocatesNothing(
            GatePlan tested, Object logits, @Nullable Object bias, Object ids, Object weights) {
        call(tested, logits, bias, ids, weights);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        call(tested, logits, bias, ids, weights);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertEquals(2 * CALLS, kernel.onlyWorker().calls());
        assertTrue(allocated < CALLS, () -> CALLS + " calls allocated " + allocated + " bytes");
    }

    private static void call(GatePlan tested, Object logits, @Nullable Object bias, Object ids, Object weights) {
        for (int i = 0; i < CALLS; i++) {
            Memory.route(tested, 3, 2, logits, SegmentCall.EXPERTS, bias, ids, weights);
        }
    }
}
