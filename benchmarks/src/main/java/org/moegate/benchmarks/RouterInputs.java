package org.moegate.benchmarks;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.moegate.DType;

/** A router's output: normal logits and a small normal bias, the same in every run. The bias is float32, as in checkpoints. */
final class RouterInputs {

    private static final long SEED = 20261123;
    private static final double BIAS_DEVIATION = 0.05;

    private final int numTokens;
    private final float[] logits;
    private final float[] bias;

    /** Draws them in float32; every call with the same sizes draws the same. */
    RouterInputs(int numTokens, int numExperts) {
        this(numTokens, numExperts, DType.F32);
    }

    /** Draws them, with logits that an element type holds: {@link #logits()} and {@link #logits(DType)} are then the same. */
    RouterInputs(int numTokens, int numExperts, DType dtype) {
        Random random = new Random(SEED);
        this.numTokens = numTokens;
        logits = normal(random, numTokens * numExperts, 1);
        bias = normal(random, numExperts, BIAS_DEVIATION);
        for (int i = 0; i < logits.length; i++) {
            logits[i] = switch (dtype) {
                case F32 -> logits[i];
                case F16 -> Float.float16ToFloat(Float.floatToFloat16(logits[i]));
                case BF16 -> Float.intBitsToFloat(floatToBfloat16(logits[i]) << Short.SIZE);
            };
        }
    }

    private static float[] normal(Random random, int count, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    int numTokens() {
        return numTokens;
    }

    /** [tokens, num_experts]; not a copy. */
    float[] logits() {
        return logits;
    }

    /** [num_experts]; not a copy. */
    float[] bias() {
        return bias;
    }

    /** The logits in an element type, on the heap: a {@code float[]}, or a {@code short[]} of 16-bit floats. */
    MemorySegment logits(DType dtype) {
        return switch (dtype) {
            case F32 -> MemorySegment.ofArray(logits);
            case F16 -> MemorySegment.ofArray(narrowed(Float::floatToFloat16));
            case BF16 -> MemorySegment.ofArray(narrowed(RouterInputs::floatToBfloat16));
        };
    }

    private short[] narrowed(Narrowing narrowing) {
        short[] narrow = new short[logits.length];
        for (int i = 0; i < logits.length; i++) {
            narrow[i] = narrowing.apply(logits[i]);
        }
        return narrow;
    }

    /** Cut off rather than rounded, which a distribution of inputs does not tell apart. */
    private static short floatToBfloat16(float value) {
        return (short) (Float.floatToRawIntBits(value) >>> Short.SIZE);
    }

    @FunctionalInterface
    private interface Narrowing {
        short apply(float value);
    }
}
