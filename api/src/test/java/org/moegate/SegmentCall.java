package org.moegate;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A valid call between segments, on a plan of its own, for tests to spoil in one point. */
final class SegmentCall {

    static final int EXPERTS = 4;
    static final int TOPK = 2;
    static final int TOKENS = 3;

    static final PlanRequest F32 =
            PlanRequest.of(GateSpec.builder(EXPERTS, TOPK).build());
    static final PlanRequest F16 = new PlanRequest(F32.spec(), DType.F16, DType.F16);

    private static final byte PATTERN = 0x5A;

    final FakeKernel kernel = new FakeKernel();
    final GatePlan plan;

    int numTokens = TOKENS;
    int numTokenNonPadded = TOKENS - 1;
    long logitsRowStride = EXPERTS;

    private final Map<Part, @Nullable MemorySegment> memory = new EnumMap<>(Part.class);

    SegmentCall() {
        this(F32);
    }

    SegmentCall(PlanRequest request) {
        plan = kernel.plan(request);
        for (Part part : Part.values()) {
            memory.put(part, Arena.ofAuto().allocate(usedBytes(part), 8));
        }
        if (request.biasDType() == null) {
            memory.put(Part.BIAS, null);
        }
    }

    SegmentCall with(Part part, @Nullable MemorySegment segment) {
        memory.put(part, segment);
        return this;
    }

    SegmentCall with(int tokens, long stride) {
        numTokens = tokens;
        numTokenNonPadded = tokens;
        logitsRowStride = stride;
        return this;
    }

    /** The bytes of dense float32 rows that a call with the usual counts uses. */
    static long usedBytes(Part part) {
        return Integer.BYTES
                * switch (part) {
                    case LOGITS -> (long) TOKENS * EXPERTS;
                    case BIAS -> (long) EXPERTS;
                    case TOPK_IDS, TOPK_WEIGHTS -> (long) TOKENS * TOPK;
                };
    }

    @SuppressWarnings("NullAway") // what a plan does with nulls is tested too
    void route() {
        plan.route(
                numTokens,
                numTokenNonPadded,
                memory.get(Part.LOGITS),
                logitsRowStride,
                memory.get(Part.BIAS),
                memory.get(Part.TOPK_IDS),
                memory.get(Part.TOPK_WEIGHTS));
    }

    void assertAccepted() {
        route();
        FakeWorker worker = kernel.onlyWorker();
        assertAll(
                () -> assertEquals(1, worker.calls()),
                () -> assertEquals(numTokens, worker.numTokens),
                () -> assertEquals(numTokenNonPadded, worker.numTokenNonPadded),
                () -> assertEquals(logitsRowStride, worker.logitsRowStride),
                () -> assertEquals(memory.get(Part.LOGITS), worker.logits),
                () -> assertEquals(memory.get(Part.BIAS), worker.bias),
                () -> assertEquals(memory.get(Part.TOPK_IDS), worker.topkIds),
                () -> assertEquals(memory.get(Part.TOPK_WEIGHTS), worker.topkWeights));
    }

    /** Refused with a message that holds every fragment, before the worker was called or an output changed. */
    void assertRefused(Class<? extends RuntimeException> type, String... fragments) {
        byte[] idsBefore = pattern(memory.get(Part.TOPK_IDS));
        byte[] weightsBefore = pattern(memory.get(Part.TOPK_WEIGHTS));
        assertContains(assertThrowsExactly(type, this::route), fragments);
        assertEquals(0, kernel.calls(), "calls of the worker");
        assertArrayEquals(idsBefore, contents(memory.get(Part.TOPK_IDS)), "topkIds have changed");
        assertArrayEquals(weightsBefore, contents(memory.get(Part.TOPK_WEIGHTS)), "topkWeights have changed");
    }

    static void assertContains(Throwable thrown, String... fragments) {
        assertContains(String.valueOf(thrown.getMessage()), fragments);
    }

    static void assertContains(String message, String... fragments) {
        for (String fragment : fragments) {
            assertTrue(message.contains(fragment), () -> "\"" + message + "\" should hold \"" + fragment + "\"");
        }
    }

    private static byte[] pattern(@Nullable MemorySegment output) {
        if (output != null && isReadable(output) && !output.isReadOnly()) {
            output.asSlice(0, tested(output)).fill(PATTERN);
        }
        return contents(output);
    }

    private static byte[] contents(@Nullable MemorySegment output) {
        return output != null && isReadable(output)
                ? output.asSlice(0, tested(output)).toArray(ValueLayout.JAVA_BYTE)
                : new byte[0];
    }

    private static boolean isReadable(MemorySegment output) {
        return output.scope().isAlive() && output.isAccessibleBy(Thread.currentThread());
    }

    /** Some tests give endless segments. */
    private static long tested(MemorySegment output) {
        return Math.min(output.byteSize(), usedBytes(Part.TOPK_IDS));
    }
}
