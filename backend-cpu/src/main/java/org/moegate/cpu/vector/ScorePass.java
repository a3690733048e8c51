package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.FLOATS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;
import org.moegate.ScoringFunc;
import org.moegate.reference.Numerics;

/** Turns a row of logits into scores and into the keys of the choices. */
final class ScorePass {

    private final ScoringFunc func;
    private final int numExperts;
    private final float[] partialSums = new float[Numerics.PARTIAL_SUMS];

    ScorePass(GateSpec spec) {
        func = spec.scoringFunc();
        numExperts = spec.numExperts();
    }

    /** Scores may be written up to a whole vector past num_experts, keys never. */
    void run(float[] logits, int at, float @Nullable [] bias, float[] scores, int[] keys) {
        switch (func) {
            case SIGMOID -> sigmoid(logits, at, scores);
            case SQRTSOFTPLUS -> sqrtSoftplus(logits, at, scores);
            case SOFTMAX -> softmax(logits, at, scores);
        }
        choose(bias, scores, keys);
    }

    private void sigmoid(float[] logits, int at, float[] scores) {
        int i = 0;
        for (; i <= numExperts - LANES; i += LANES) {
            VectorNumerics.sigmoid(FloatVector.fromArray(FLOATS, logits, at + i))
                    .intoArray(scores, i);
        }
        if (i < numExperts) {
            VectorNumerics.sigmoid(FloatVector.fromArray(FLOATS, logits, at + i, inRow(i)))
                    .intoArray(scores, i);
        }
    }

    private void sqrtSoftplus(float[] logits, int at, float[] scores) {
        int i = 0;
        for (; i <= numExperts - LANES; i += LANES) {
            VectorNumerics.sqrtSoftplus(FloatVector.fromArray(FLOATS, logits, at + i))
                    .intoArray(scores, i);
        }
        if (i < numExperts) {
            VectorNumerics.sqrtSoftplus(FloatVector.fromArray(FLOATS, logits, at + i, inRow(i)))
                    .intoArray(scores, i);
        }
    }

    private void softmax(float[] logits, int at, float[] scores) {
        FloatVector max = VectorWidth.floats(max(logits, at));
        VectorWidth.clear(partialSums);
        for (int i = 0; i < numExperts; i += LANES) {
            VectorMask<Float> inRow = inRow(i);
            FloatVector x = FloatVector.fromArray(FLOATS, logits, at + i, inRow);
            FloatVector e = VectorWidth.floats(0).blend(VectorNumerics.exp(x.sub(max)), inRow);
            e.intoArray(scores, i);
            int partial = i % Numerics.PARTIAL_SUMS;
            FloatVector.fromArray(FLOATS, partialSums, partial).add(e).intoArray(partialSums, partial);
        }
        float reciprocal = 1 / Numerics.foldPartialSums(partialSums);
        for (int i = 0; i < numExperts; i += LANES) {
            FloatVector.fromArray(FLOATS, scores, i).mul(reciprocal).intoArray(scores, i);
        }
    }

    private float max(float[] logits, int at) {
        FloatVector max = VectorWidth.floats(Float.NEGATIVE_INFINITY);
        for (int i = 0; i < numExperts; i += LANES) {
            FloatVector x = FloatVector.fromArray(FLOATS, logits, at + i, inRow(i));
            max = max.blend(x, x.compare(VectorOperators.GT, max).and(inRow(i)));
        }
        return max.reduceLanes(VectorOperators.MAX);
    }

    private void choose(float @Nullable [] bias, float[] scores, int[] keys) {
        int i = 0;
        for (; i <= numExperts - LANES; i += LANES) {
            FloatVector choices = FloatVector.fromArray(FLOATS, scores, i);
            if (bias != null) {
                choices = choices.add(FloatVector.fromArray(FLOATS, bias, i));
            }
            OrderedKeys.of(choices).intoArray(keys, i);
        }
        for (; i < numExperts; i++) {
            keys[i] = OrderedKeys.of(bias == null ? scores[i] : scores[i] + bias[i]);
        }
    }

    private VectorMask<Float> inRow(int i) {
        return FLOATS.indexInRange(i, numExperts);
    }
}
