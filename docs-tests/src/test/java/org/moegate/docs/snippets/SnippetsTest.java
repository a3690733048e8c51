package org.moegate.docs.snippets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.Injector;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.Backends;
import org.moegate.DType;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.ScoringFunc;
import org.moegate.docs.snippets.AfterTheGate.Blocks;
import org.moegate.reference.Numerics;
import org.moegate.spi.GateDevice;
import org.moegate.spi.Grade;

@DisplayName("Code that the docs show does what they say of it")
class SnippetsTest {

    private static final PlanRequest REQUEST =
            PlanRequest.of(GateSpec.builder(4, 2).build());

    /** Of three tokens; the last is padding. Expert 0 has pairs 0 and 3, expert 1 pair 1, expert 3 pair 2. */
    private static final int[] IDS = {0, 1, 3, 0, -1, -1};

    private static final int TOKENS = 3;

    @Test
    @DisplayName("README: DeepSeek-V3 routes BF16 logits")
    void readme() {
        MemorySegment ids = MemorySegment.ofArray(new int[8]);
        Plans.routeOnce(
                1,
                MemorySegment.ofArray(new short[256]),
                MemorySegment.ofArray(new float[256]),
                ids,
                MemorySegment.ofArray(new float[8]));
        assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6, 7}, ids.toArray(ValueLayout.JAVA_INT));
    }

    @Test
    @DisplayName("Getting started: a plan may borrow threads")
    void borrowing() {
        assertEquals(
                4, Plans.borrowing(REQUEST, ForkJoinPool.commonPool()).threads().parallelism());
    }

    @Test
    @DisplayName("Backends: code may force a device")
    void forced() {
        try (GatePlan plan = Plans.forced(REQUEST)) {
            assertEquals("scalar", plan.device().id());
        }
    }

    @Test
    @DisplayName("After the gate: pairs are counted, sorted into blocks, replicated and packed")
    void afterTheGate() {
        try (GatePlan plan = Plans.forced(REQUEST);
                Arena arena = Arena.ofConfined()) {
            MemorySegment ids = MemorySegment.ofArray(IDS.clone());

            MemorySegment counts = AfterTheGate.count(plan, TOKENS, 4, ids, arena);
            assertArrayEquals(new int[] {2, 1, 0, 1}, counts.toArray(ValueLayout.JAVA_INT));

            Blocks blocks = AfterTheGate.align(plan, TOKENS, 2, 4, ids, counts, arena);
            assertEquals(3 * 64, blocks.numTokensPostPadded().get(ValueLayout.JAVA_INT, 0));
            assertArrayEquals(new int[] {0, 1, 3}, firstOf(blocks.expertIds(), 3));
            assertArrayEquals(new int[] {0, 3, IDS.length}, firstOf(blocks.sortedTokenIds(), 3));

            MemorySegment physical = MemorySegment.ofArray(new int[IDS.length]);
            AfterTheGate.replicate(plan, TOKENS, ids, physical);
            assertArrayEquals(new int[] {0, 1, 3, 4, -1, -1}, physical.toArray(ValueLayout.JAVA_INT));

            MemorySegment packed = MemorySegment.ofArray(new int[IDS.length]);
            AfterTheGate.pack(plan, TOKENS, ids, MemorySegment.ofArray(new float[] {1, 1, 1, 1, 0, 0}), packed);
            int one = Float.floatToIntBits(1) >>> Short.SIZE;
            assertEquals(3 << Short.SIZE | one, packed.toArray(ValueLayout.JAVA_INT)[2]);
        }
    }

    private static int[] firstOf(MemorySegment segment, int elements) {
        return Arrays.copyOf(segment.toArray(ValueLayout.JAVA_INT), elements);
    }

    @Test
    @DisplayName("Write a backend: the broken sort forgets the index, and the other scores round otherwise")
    void writeABackend() {
        long[] keys = {2, 1};
        BrokenSort.pass(keys, 0, 2, 1);
        assertArrayEquals(new long[] {2, 1}, keys, "keys that differ in the index alone stay as they were");

        long[] values = {2L << Integer.SIZE, 1L << Integer.SIZE};
        BrokenSort.pass(values, 0, 2, 1);
        assertArrayEquals(new long[] {1L << Integer.SIZE, 2L << Integer.SIZE}, values);

        boolean anyDiffers = false;
        for (float logit = -4; logit < 4; logit += 0.125f) {
            float score = BrokenSort.score(ScoringFunc.SIGMOID, new float[] {logit}, 0);
            assertEquals(Numerics.sigmoid(logit), score, 1e-6f);
            anyDiffers |= score != Numerics.sigmoid(logit);
        }
        assertTrue(anyDiffers);
    }

    @Test
    @DisplayName("Write a backend: a device may refuse, and explain itself")
    void provider() {
        MyBackend backend = new MyBackend();
        GateDevice device = new GateDevice("accel0", "an accelerator", Grade.BIT_EXACT, "");
        PlanRequest tooLarge = PlanRequest.of(GateSpec.builder(513, 2).build());

        assertTrue(backend.supports(device, REQUEST).possible());
        assertFalse(backend.supports(device, tooLarge).possible());
        assertTrue(backend.explain(device, REQUEST).getFirst().startsWith("network: "));
        assertTrue(backend.explain(device, tooLarge).getFirst().startsWith("shell: "));
    }

    @Test
    @DisplayName("Guice: plans are injected, and an own backend is among those found")
    void guice() {
        Injector injector = WithGuice.injector();
        assertTrue(injector.getInstance(Backends.class).statuses().stream()
                .anyMatch(status -> status.name().equals("accelerator")));
        try (GatePlan plan = injector.getInstance(WithGuice.Router.class).plan) {
            assertEquals(DType.BF16, plan.request().logitsDType());
        }
    }
}
