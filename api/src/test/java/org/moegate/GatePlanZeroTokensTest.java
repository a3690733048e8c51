package org.moegate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A call with zero tokens")
class GatePlanZeroTokensTest {

    private final FakeKernel kernel = new FakeKernel();
    private final GatePlan plan = kernel.plan(SegmentCall.F32);

    @ParameterizedTest
    @EnumSource
    @DisplayName("is valid and writes nothing")
    void writesNothing(Memory memory) {
        Object logits = memory.allocate(Part.LOGITS, 12);
        Object bias = memory.allocate(Part.BIAS, 4);
        Object ids = memory.allocate(Part.TOPK_IDS, 6);
        Object weights = memory.allocate(Part.TOPK_WEIGHTS, 6);
        Memory.view(ids).fill((byte) 0x5A);
        Memory.view(weights).fill((byte) 0x5A);

        Memory.routeDense(plan, 0, logits, bias, ids, weights);
        Memory.route(plan, 0, 0, logits, 1000, bias, ids, weights);

        byte[] untouched = new byte[24];
        Arrays.fill(untouched, (byte) 0x5A);
        assertEquals(0, kernel.calls());
        assertArrayEquals(untouched, Memory.view(ids).toArray(ValueLayout.JAVA_BYTE));
        assertArrayEquals(untouched, Memory.view(weights).toArray(ValueLayout.JAVA_BYTE));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("needs no memory for rows")
    void needsNoRows(Memory memory) {
        Memory.routeDense(
                plan,
                0,
                memory.allocate(Part.LOGITS, 0),
                memory.allocate(Part.BIAS, 4),
                memory.allocate(Part.TOPK_IDS, 0),
                memory.allocate(Part.TOPK_WEIGHTS, 0));

        assertEquals(0, kernel.calls());
    }

    @Test
    @DisplayName("may have the same empty segment everywhere")
    void acceptsOneEmptySegment() {
        plan.route(0, MemorySegment.NULL, MemorySegment.ofArray(new float[4]), MemorySegment.NULL, MemorySegment.NULL);

        assertEquals(0, kernel.calls());
    }

    @Test
    @DisplayName("may have its empty batch anywhere, even amid the bias or at an odd address")
    void acceptsEmptyBatchAnywhere() {
        MemorySegment bias = Arena.ofAuto().allocate(16, 4);

        plan.route(0, bias.asSlice(1, 0), bias, bias.asSlice(5, 0), bias.asSlice(8));

        assertEquals(0, kernel.calls());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is refused by a closed plan like any other")
    void isRefusedByClosedPlan(Memory memory) {
        plan.close();

        IllegalStateException e = assertThrowsExactly(
                IllegalStateException.class,
                () -> Memory.routeDense(
                        plan,
                        0,
                        memory.allocate(Part.LOGITS, 0),
                        memory.allocate(Part.BIAS, 4),
                        memory.allocate(Part.TOPK_IDS, 0),
                        memory.allocate(Part.TOPK_WEIGHTS, 0)));
        assertEquals("the plan is closed", e.getMessage());
    }

    @Test
    @DisplayName("is refused like any other where no output could ever be written")
    void isRefusedWithReadOnlyOutput() {
        SegmentCall call = new SegmentCall().with(0, SegmentCall.EXPERTS);
        call.with(Part.TOPK_IDS, MemorySegment.ofArray(new int[0]).asReadOnly())
                .assertRefused(IllegalArgumentException.class, "topkIds = MemorySegment{", "is read-only");
    }
}
