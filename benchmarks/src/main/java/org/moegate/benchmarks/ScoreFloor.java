package org.moegate.benchmarks;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
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
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));
    private static final int SCRATCH_FLOATS = 2048;
    private static final int EXPONENT_SHIFT = 23;
    private static final int SIGMOID_ONE_BITS = Float.floatToRawIntBits(Numerics.SIGMOID_ONE);

    private final DType dtype;
    private final int numExperts;
    private final int rows;
    private final float[] logits;
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
        bias = new float[numExperts];
        scores = new float[rows * numExperts];
        choices = new float[rows * numExperts];
    }

    /** Takes a {@code float[]} as it is, and a {@code short[]} of 16-bit floats. */
    void run(int numTokens, Object from) {
        for (int row = 0; row < numTokens; row += rows) {
            int count = Math.min(rows, numTokens - row);
            if (from instanceof float[] floats) {
                score(count, floats, row * numExperts);
            } else {
                widen((short[]) from, row * numExperts, count * numExperts);
                score(count, logits, 0);
            }
        }
    }

    /** The choices of the last rows, so that a test can see what was computed. */
    float[] choices() {
        return Arrays.copyOf(choices, choices.length);
    }

    private void widen(short[] from, int first, int count) {
        if (dtype == DType.F16) {
            for (int i = 0; i < count; i++) {
                logits[i] = Float.float16ToFloat(from[first + i]);
            }
        } else {
            // vectors by hand, as the JIT has none for intBitsToFloat
            for (int i = 0; i < count; i += FLOATS.length()) {
                IntVector bits = (IntVector)
                        ShortVector.fromArray(SHORTS, from, first + i).convertShape(VectorOperators.S2I, INTS, 0);
                bits.lanewise(VectorOperators.LSHL, Short.SIZE)
                        .reinterpretAsFloats()
                        .intoArray(logits, i);
            }
        }
    }

    private void score(int count, float[] from, int first) {
        for (int row = 0; row < count; row++) {
            score(from, first + row * numExperts, row * numExperts);
        }
    }

    private void score(float[] from, int first, int to) {
        FloatVector one = FloatVector.broadcast(FLOATS, Numerics.SIGMOID_ONE);
        for (int i = 0; i < numExperts; i += FLOATS.length()) {
            FloatVector y = FloatVector.fromArray(FLOATS, from, first + i).neg();
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
            score.intoArray(scores, to + i);
            score.add(FloatVector.fromArray(FLOATS, bias, i)).intoArray(choices, to + i);
        }
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }
}
