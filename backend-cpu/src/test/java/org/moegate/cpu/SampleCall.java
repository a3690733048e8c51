package org.moegate.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;

/** A call with random arguments, and what the caller's thread alone makes of it. Safe for use by many threads. */
final class SampleCall {

    private static final int MOST_ROWS = 400;
    private static final int MOST_EXPERTS = 100;

    private final PlanRequest request;
    private final int numTokens;
    private final int numTokenNonPadded;
    private final int stride;
    private final MemorySegment logits;
    private final @Nullable MemorySegment bias;
    private final int[] expectedIds;
    private final int[] expectedWeightBits;

    SampleCall(long seed) {
        Random random = new Random(seed);
        int experts = random.nextInt(1, MOST_EXPERTS);
        GateSpec spec = GateSpec.builder(experts, random.nextInt(1, Math.min(experts, 9) + 1))
                .build();
        DType[] types = DType.values();
        DType logitsDType = types[random.nextInt(types.length)];
        @Nullable DType biasDType = random.nextInt(3) == 0 ? null : DType.F32;
        request = new PlanRequest(spec, logitsDType, biasDType);
        numTokens = random.nextInt(1, MOST_ROWS);
        numTokenNonPadded = random.nextBoolean() ? numTokens : random.nextInt(numTokens + 1);
        stride = experts + (random.nextBoolean() ? 0 : random.nextInt(1, 20));
        // any bits are logits, NaN among them
        logits = random(random, numTokens * stride, logitsDType, random.nextBoolean());
        bias = biasDType == null ? null : random(random, experts, biasDType, random.nextBoolean());
        expectedIds = new int[numTokens * spec.topk()];
        float[] weights = new float[numTokens * spec.topk()];
        try (GatePlan plan = SharingProvider.plan(request)) {
            route(plan, MemorySegment.ofArray(expectedIds), MemorySegment.ofArray(weights));
        }
        expectedWeightBits = bits(weights);
    }

    private static MemorySegment random(Random random, int elements, DType dtype, boolean isNative) {
        byte[] bytes = new byte[elements * dtype.byteSize()];
        random.nextBytes(bytes);
        MemorySegment memory = isNative
                ? Arena.ofAuto().allocate(bytes.length, Float.BYTES)
                : MemorySegment.ofArray(new float[(bytes.length + 3) / Float.BYTES]);
        return memory.copyFrom(MemorySegment.ofArray(bytes));
    }

    PlanRequest request() {
        return request;
    }

    /** Calls a plan for the request, whatever its threads, and compares each bit. */
    void assertSameBits(GatePlan plan) {
        int[] ids = new int[expectedIds.length];
        float[] weights = new float[expectedIds.length];
        Arrays.fill(ids, Integer.MIN_VALUE);
        route(plan, MemorySegment.ofArray(ids), MemorySegment.ofArray(weights));
        assertArrayEquals(expectedIds, ids);
        assertArrayEquals(expectedWeightBits, bits(weights));
    }

    private void route(GatePlan plan, MemorySegment ids, MemorySegment weights) {
        plan.route(numTokens, numTokenNonPadded, logits, stride, bias, ids, weights);
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return bits;
    }
}
