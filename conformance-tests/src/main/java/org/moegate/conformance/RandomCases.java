package org.moegate.conformance;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.GroupScore;
import org.moegate.PlanRequest;
import org.moegate.ScoringFunc;

/** Draws a call of a gate from a seed: any spec, any element types, friendly and hostile logits. */
final class RandomCases {

    private static final int MOST_EXPERTS = 1024;
    private static final int MOST_TOKENS = 9;
    private static final float[] TIED = {-1.5f, -0.5f, 0.5f, 1.5f};
    private static final float[] SPECIAL = {
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        0f,
        -0f,
        Float.MIN_VALUE,
        -Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        88.7f,
        -87.4f,
        -104f
    };

    private final SplittableRandom random;

    private RandomCases(long seed) {
        // neighbouring seeds of a SplittableRandom start alike; one split sets them apart
        random = new SplittableRandom(seed).split();
    }

    /** The case of a seed, in memory of an arena. */
    static RoutingCase draw(long seed, Arena arena) {
        return new RandomCases(seed).draw("seed " + seed, arena);
    }

    private RoutingCase draw(String name, Arena arena) {
        GateSpec spec = spec();
        DType logitsDType = any(DType.values());
        @Nullable DType biasDType = oneIn(4) ? null : any(DType.values());
        int numTokens = random.nextInt(1, MOST_TOKENS + 1);
        int numTokenNonPadded = oneIn(4) ? random.nextInt(numTokens + 1) : numTokens;
        int stride = spec.numExperts() + (oneIn(3) ? random.nextInt(1, 40) : 0);
        MemorySegment logits =
                arena.allocate((long) numTokens * stride * logitsDType.byteSize(), logitsDType.byteSize());
        fill(logits, logitsDType, random.nextInt(5), Math.exp(random.nextDouble(-3, 3)));
        @Nullable MemorySegment bias = null;
        if (biasDType != null) {
            bias = arena.allocate((long) spec.numExperts() * biasDType.byteSize(), biasDType.byteSize());
            fill(bias, biasDType, oneIn(3) ? random.nextInt(5) : 0, Math.exp(random.nextDouble(-5, 1)));
        }
        return new RoutingCase(
                name,
                new PlanRequest(spec, logitsDType, biasDType),
                numTokens,
                numTokenNonPadded,
                logits,
                stride,
                bias);
    }

    private GateSpec spec() {
        int groups = oneIn(2) ? 1 : random.nextInt(1, oneIn(4) ? 65 : 9);
        int groupSize = random.nextInt(1, Math.max(2, (oneIn(8) ? MOST_EXPERTS : 300) / groups));
        int topkGroup = random.nextInt(1, groups + 1);
        int selectable = topkGroup * groupSize;
        int routed = random.nextInt(1, Math.min(selectable, oneIn(5) ? 80 : 12) + 1);
        int shared = oneIn(3) ? random.nextInt(1, 4) : 0;
        return GateSpec.builder(groups * groupSize, routed + shared)
                .numExpertGroup(groups)
                .topkGroup(topkGroup)
                .numFusedSharedExperts(shared)
                .scoringFunc(any(ScoringFunc.values()))
                .groupScore(any(GroupScore.values()))
                .renormalize(random.nextBoolean())
                .routedScalingFactor(oneIn(20) ? Math.exp(random.nextDouble(-80, 80)) : random.nextDouble(0.5, 16))
                .applyRoutedScalingFactorOnOutput(random.nextBoolean())
                .build();
    }

    private void fill(MemorySegment segment, DType dtype, int kind, double scale) {
        long count = segment.byteSize() / dtype.byteSize();
        for (long i = 0; i < count; i++) {
            put(segment, dtype, i, value(kind, scale));
        }
    }

    private float value(int kind, double scale) {
        float gaussian = (float) (random.nextGaussian() * scale);
        return switch (kind) {
            case 0 -> gaussian;
            case 1 -> any(TIED);
            case 2 -> oneIn(5) ? any(SPECIAL) : gaussian;
            case 3 -> Float.intBitsToFloat(random.nextInt());
            default -> 12 * gaussian;
        };
    }

    private static void put(MemorySegment segment, DType dtype, long i, float value) {
        switch (dtype) {
            case F32 -> segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
            case F16 -> segment.setAtIndex(ValueLayout.JAVA_SHORT, i, Float.floatToFloat16(value));
            case BF16 ->
                segment.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) (Float.floatToRawIntBits(value) >>> Short.SIZE));
        }
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private float any(float[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
