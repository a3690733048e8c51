package org.moegate.conformance.cases;

import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.GroupScore;
import org.moegate.ScoringFunc;

/** Draws a call of a gate from a seed: any spec, any element types, friendly and hostile logits. */
public final class RandomCases {

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

    /** The case of a seed. */
    public static RoutingCase draw(long seed) {
        return new RandomCases(seed).draw("seed " + seed).withSeed(OptionalLong.of(seed));
    }

    /** Dense logits for a gate as a trained router gives them: most small, all different. */
    public static float[] logits(long seed, int numTokens, int numExperts) {
        return new RandomCases(seed).gaussians(numTokens * numExperts, 1.5);
    }

    /** A bias of the size that models have. */
    public static float[] bias(long seed, int numExperts) {
        return new RandomCases(~seed).gaussians(numExperts, 0.1);
    }

    private RoutingCase draw(String name) {
        GateSpec spec = spec();
        DType logitsDType = any(DType.values());
        DType biasDType = any(DType.values());
        boolean biased = !oneIn(4);
        int numTokens = random.nextInt(1, MOST_TOKENS + 1);
        int numTokenNonPadded = oneIn(4) ? random.nextInt(numTokens + 1) : numTokens;
        int gap = oneIn(3) ? random.nextInt(1, 40) : 0;
        float[] logits = values(numTokens * spec.numExperts(), random.nextInt(5), Math.exp(random.nextDouble(-3, 3)));
        RoutingCase drawn = RoutingCase.of(name, spec, logits);
        if (biased) {
            int kind = oneIn(3) ? random.nextInt(5) : 0;
            drawn = drawn.withBias(values(spec.numExperts(), kind, Math.exp(random.nextDouble(-5, 1))));
        }
        drawn = drawn.withTypes(logitsDType, biasDType).withPaddingFrom(numTokenNonPadded);
        return gap == 0 ? drawn : drawn.withStride(spec.numExperts() + gap, any(SPECIAL));
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

    private float[] values(int count, int kind, double scale) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = value(kind, scale);
        }
        return values;
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

    private float[] gaussians(int count, double scale) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * scale);
        }
        return values;
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
