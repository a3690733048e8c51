package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.FLOATS;
import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.moegate.GateSpec;
import org.moegate.ScoringFunc;
import org.moegate.reference.Numerics;

/** Turns a row of logits into what each expert would weigh and the key it is chosen by. */
final class ScorePass {

    private final ScoringFunc func;
    private final int numExperts;
    private final int padded;
    private final float[] row;
    private final float[] exponentials;
    private final float[] partialSums = new float[Numerics.PARTIAL_SUMS];

    /** What a key may be at most: anything in the row, nothing behind it. */
    private final int[] tailLimit = new int[LANES];

    ScorePass(GateSpec spec) {
        func = spec.scoringFunc();
        numExperts = spec.numExperts();
        padded = VectorWidth.padded(numExperts);
        row = new float[padded];
        Arrays.fill(row, Float.NEGATIVE_INFINITY);
        exponentials = new float[func == ScoringFunc.SOFTMAX ? padded : 0];
        Arrays.fill(tailLimit, OrderedKeys.NOTHING);
        Arrays.fill(tailLimit, 0, LANES - (padded - numExperts), Integer.MAX_VALUE);
    }

    /**
     * Runs over a row. Every array is padded to whole vectors, but for the logits.
     *
     * @param weights receives the scores, 0 for a masked expert
     * @param keys receives the keys of the choices, {@link OrderedKeys#NOTHING} behind the last expert
     */
    void run(float[] logits, int at, float[] bias, float[] weights, int[] keys) {
        if (padded == numExperts) {
            score(logits, at, bias, weights, keys);
        } else {
            System.arraycopy(logits, at, row, 0, numExperts);
            score(row, 0, bias, weights, keys);
            int last = padded - LANES;
            IntVector.fromArray(INTS, keys, last)
                    .min(IntVector.fromArray(INTS, tailLimit, 0))
                    .intoArray(keys, last);
        }
    }

    private void score(float[] logits, int at, float[] bias, float[] weights, int[] keys) {
        switch (func) {
            case SIGMOID -> sigmoid(logits, at, bias, weights, keys);
            case SQRTSOFTPLUS -> sqrtSoftplus(logits, at, bias, weights, keys);
            case SOFTMAX -> softmax(logits, at, bias, weights, keys);
        }
    }

    private void sigmoid(float[] logits, int at, float[] bias, float[] weights, int[] keys) {
        for (int i = 0; i < padded; i += LANES) {
            choose(VectorNumerics.sigmoid(FloatVector.fromArray(FLOATS, logits, at + i)), bias, weights, keys, i);
        }
    }

    private void sqrtSoftplus(float[] logits, int at, float[] bias, float[] weights, int[] keys) {
        for (int i = 0; i < padded; i += LANES) {
            choose(VectorNumerics.sqrtSoftplus(FloatVector.fromArray(FLOATS, logits, at + i)), bias, weights, keys, i);
        }
    }

    private void softmax(float[] logits, int at, float[] bias, float[] weights, int[] keys) {
        float reciprocal = 1 / sumOfExponentials(logits, at);
        for (int i = 0; i < padded; i += LANES) {
            choose(FloatVector.fromArray(FLOATS, exponentials, i).mul(reciprocal), bias, weights, keys, i);
        }
    }

    /** Lanes behind the row hold −∞: they never are the maximum, and their exponential adds 0 to the sum. */
    private float sumOfExponentials(float[] logits, int at) {
        FloatVector maxima = VectorWidth.floats(Float.NEGATIVE_INFINITY);
        for (int i = 0; i < padded; i += LANES) {
            FloatVector x = FloatVector.fromArray(FLOATS, logits, at + i);
            maxima = maxima.blend(x, x.compare(VectorOperators.GT, maxima));
        }
        float max = maxima.reduceLanes(VectorOperators.MAX);
        Arrays.fill(partialSums, 0);
        for (int i = 0; i < padded; i += LANES) {
            FloatVector e = VectorNumerics.exp(
                    FloatVector.fromArray(FLOATS, logits, at + i).sub(max));
            e.intoArray(exponentials, i);
            int partial = i % Numerics.PARTIAL_SUMS;
            FloatVector.fromArray(FLOATS, partialSums, partial).add(e).intoArray(partialSums, partial);
        }
        return Numerics.foldPartialSums(partialSums);
    }

    private static void choose(FloatVector scores, float[] bias, float[] weights, int[] keys, int i) {
        FloatVector choices = scores.add(FloatVector.fromArray(FLOATS, bias, i));
        // false for −∞ and for NaN, which the contract makes −∞
        VectorMask<Float> unmasked = choices.compare(VectorOperators.GT, Float.NEGATIVE_INFINITY);
        VectorWidth.floats(0).blend(scores, unmasked).intoArray(weights, i);
        FloatVector ordered = VectorWidth.floats(Float.NEGATIVE_INFINITY).blend(choices, unmasked);
        OrderedKeys.of(ordered).intoArray(keys, i);
    }
}
