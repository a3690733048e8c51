package org.moegate.benchmarks;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.reference.Numerics;

/**
 * The least a gate must do, written plainly: load rows of logits and the bias, score with the reference's sigmoid, store the
 * scores and the choices. Whole vectors only, and scratch that stays in the first-level cache.
 */
final class ScoreFloor {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int SCRATCH_FLOATS = 2048;
    private static final int EXPONENT_SHIFT = 23;
    private static final int SIGMOID_ONE_BITS = Float.floatToRawIntBits(Numerics.SIGMOID_ONE);

    private final DType dtype;
    private final int numExperts;
    private final int rows;
    private final float[] logits;
    private final short[] halves;
    private final float[] bias;
    private final float[] scores;
    private final float[] choices;

    ScoreFloor(GateSpec spec, DType dtype) {
        this.dtype = dtype;
        numExperts = spec.numExperts();
        if (numExperts % FLOATS.length() != 0) {
            throw new IllegalArgumentException(
                    "num_experts = " + numExperts + ": must be a multiple of " + FLOATS.length() + " here");
        }
        rows = Math.max(1, SCRATCH_FLOATS / numExperts);
        logits = new float[rows * numExperts];
        halves = new short[rows * numExperts];
        bias = new float[numExperts];
        scores = new float[rows * numExperts];
        choices = new float[rows * numExperts];
    }

    void run(int numTokens, MemorySegment from) {
        for (int row = 0; row < numTokens; row += rows) {
            int count = Math.min(rows, numTokens - row);
            load(from, (long) row * numExperts, count * numExperts);
            for (int i = 0; i < count; i++) {
                score(i * numExperts);
            }
        }
    }

    /** The choices of the last rows, so that a test can see what was computed. */
    float[] choices() {
        return Arrays.copyOf(choices, choices.length);
    }

    private void load(MemorySegment from, long first, int count) {
        switch (dtype) {
            case F32 -> MemorySegment.copy(from, ValueLayout.JAVA_FLOAT, first * Float.BYTES, logits, 0, count);
            case F16 -> {
                MemorySegment.copy(from, ValueLayout.JAVA_SHORT, first * Short.BYTES, halves, 0, count);
                for (int i = 0; i < count; i++) {
                    logits[i] = Float.float16ToFloat(halves[i]);
                }
            }
            case BF16 -> {
                MemorySegment.copy(from, ValueLayout.JAVA_SHORT, first * Short.BYTES, halves, 0, count);
                for (int i = 0; i < count; i++) {
                    logits[i] = Float.intBitsToFloat(halves[i] << Short.SIZE);
                }
            }
        }
    }

    private void score(int at) {
        FloatVector one = FloatVector.broadcast(FLOATS, Numerics.SIGMOID_ONE);
        for (int i = 0; i < numExperts; i += FLOATS.length()) {
            FloatVector y = FloatVector.fromArray(FLOATS, logits, at + i).neg();
            y = y.blend(-Numerics.SIGMOID_HIGHEST, y.compare(VectorOperators.LT, -Numerics.SIGMOID_HIGHEST));
            y = y.blend(-Numerics.EXP_LOWEST, y.compare(VectorOperators.GT, -Numerics.EXP_LOWEST));
            FloatVector rounded = y.fma(all(Numerics.LOG2_E), all(Numerics.ROUNDER));
            IntVector n = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
            FloatVector scale = n.add(SIGMOID_ONE_BITS).reinterpretAsFloats();
            FloatVector whole = rounded.sub(Numerics.ROUNDER);
            FloatVector r = whole.fma(all(-Numerics.LN2_LOW), whole.fma(all(-Numerics.LN2_HIGH), y));
            FloatVector q = r.fma(all(Numerics.EXP_6), all(Numerics.EXP_5));
            q = q.fma(r, all(Numerics.EXP_4));
            q = q.fma(r, all(Numerics.EXP_3));
            q = q.fma(r, all(Numerics.EXP_2));
            FloatVector score = one.div(scale.fma(r.mul(r).fma(q, r), one).add(scale));
            score.intoArray(scores, at + i);
            score.add(FloatVector.fromArray(FLOATS, bias, i)).intoArray(choices, at + i);
        }
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }
}
