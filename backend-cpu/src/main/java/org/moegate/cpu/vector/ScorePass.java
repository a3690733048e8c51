package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.FLOATS;
import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;
import static org.moegate.cpu.vector.VectorWidth.floats;
import static org.moegate.reference.Numerics.EXP_2;
import static org.moegate.reference.Numerics.EXP_3;
import static org.moegate.reference.Numerics.EXP_4;
import static org.moegate.reference.Numerics.EXP_5;
import static org.moegate.reference.Numerics.EXP_6;
import static org.moegate.reference.Numerics.EXP_LOWEST;
import static org.moegate.reference.Numerics.EXP_SCALE;
import static org.moegate.reference.Numerics.LN2_HIGH;
import static org.moegate.reference.Numerics.LN2_LOW;
import static org.moegate.reference.Numerics.LOG2_E;
import static org.moegate.reference.Numerics.LOG_2;
import static org.moegate.reference.Numerics.LOG_3;
import static org.moegate.reference.Numerics.LOG_4;
import static org.moegate.reference.Numerics.LOG_5;
import static org.moegate.reference.Numerics.LOG_6;
import static org.moegate.reference.Numerics.LOG_7;
import static org.moegate.reference.Numerics.LOG_8;
import static org.moegate.reference.Numerics.LOG_9;
import static org.moegate.reference.Numerics.PARTIAL_SUMS;
import static org.moegate.reference.Numerics.ROUNDER;
import static org.moegate.reference.Numerics.SIGMOID_HIGHEST;
import static org.moegate.reference.Numerics.SIGMOID_ONE;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.moegate.GateSpec;
import org.moegate.ScoringFunc;
import org.moegate.reference.Numerics;

/**
 * Turns a row of logits into what each expert would weigh and the key it is chosen by:
 * {@link org.moegate.reference.Numerics}, operation for operation, a register of floats at a time.
 *
 * <p>Each scoring function is one long method; see {@link KernelMethod} for why.
 */
final class ScorePass {

    private static final int EXPONENT_SHIFT = 23;
    private static final int SIGMOID_ONE_BITS = Float.floatToRawIntBits(SIGMOID_ONE);
    private static final int EXP_SCALE_BITS = Float.floatToRawIntBits(EXP_SCALE);

    private final ScoringFunc func;
    private final int numExperts;
    private final int padded;
    private final float[] row;
    private final float[] exponentials;
    private final float[] partialSums = new float[PARTIAL_SUMS];

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
     * Runs over a row. Every array holds whole vectors, but for the logits.
     *
     * @param weights receives the scores, 0 for a masked expert
     * @param keys receives the keys of the choices, {@link OrderedKeys#NOTHING} behind the last expert
     * @param to index of the row's first weight and key
     */
    void run(float[] logits, int at, float[] bias, float[] weights, int[] keys, int to) {
        if (padded == numExperts) {
            score(logits, at, bias, weights, keys, to);
        } else {
            System.arraycopy(logits, at, row, 0, numExperts);
            score(row, 0, bias, weights, keys, to);
            int last = to + padded - LANES;
            IntVector.fromArray(INTS, keys, last)
                    .min(IntVector.fromArray(INTS, tailLimit, 0))
                    .intoArray(keys, last);
        }
    }

    private void score(float[] logits, int at, float[] bias, float[] weights, int[] keys, int to) {
        switch (func) {
            case SIGMOID -> sigmoid(logits, at, bias, weights, keys, to);
            case SQRTSOFTPLUS -> sqrtSoftplus(logits, at, bias, weights, keys, to);
            case SOFTMAX -> softmax(logits, at, bias, weights, keys, to);
        }
    }

    @KernelMethod
    private void sigmoid(float[] logits, int at, float[] bias, float[] weights, int[] keys, int to) {
        FloatVector one = floats(SIGMOID_ONE);
        for (int i = 0; i < padded; i += LANES) {
            FloatVector y = FloatVector.fromArray(FLOATS, logits, at + i).neg();
            y = y.blend(-SIGMOID_HIGHEST, y.compare(VectorOperators.LT, -SIGMOID_HIGHEST));
            y = y.blend(-EXP_LOWEST, y.compare(VectorOperators.GT, -EXP_LOWEST));
            FloatVector rounded = y.fma(floats(LOG2_E), floats(ROUNDER));
            IntVector n = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
            FloatVector scale = n.add(SIGMOID_ONE_BITS).reinterpretAsFloats();
            FloatVector whole = rounded.sub(ROUNDER);
            FloatVector r = whole.fma(floats(-LN2_LOW), whole.fma(floats(-LN2_HIGH), y));
            FloatVector q = r.fma(floats(EXP_6), floats(EXP_5));
            q = q.fma(r, floats(EXP_4));
            q = q.fma(r, floats(EXP_3));
            q = q.fma(r, floats(EXP_2));
            FloatVector expm1 = r.mul(r).fma(q, r);
            FloatVector scores = one.div(scale.fma(expm1, one).add(scale));

            FloatVector choices = scores.add(FloatVector.fromArray(FLOATS, bias, i));
            // false for −∞ and for NaN, which the contract makes −∞
            VectorMask<Float> unmasked = choices.compare(VectorOperators.GT, Float.NEGATIVE_INFINITY);
            floats(0).blend(scores, unmasked).intoArray(weights, to + i);
            FloatVector ordered = floats(Float.NEGATIVE_INFINITY).blend(choices, unmasked);
            OrderedKeys.of(ordered).intoArray(keys, to + i);
        }
    }

    @KernelMethod
    private void sqrtSoftplus(float[] logits, int at, float[] bias, float[] weights, int[] keys, int to) {
        for (int i = 0; i < padded; i += LANES) {
            FloatVector x = FloatVector.fromArray(FLOATS, logits, at + i);
            VectorMask<Float> positive = x.compare(VectorOperators.GT, 0);
            FloatVector y = x.blend(x.neg(), positive);
            y = y.blend(EXP_LOWEST, y.compare(VectorOperators.LT, EXP_LOWEST));
            FloatVector rounded = y.fma(floats(LOG2_E), floats(ROUNDER));
            IntVector n = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
            FloatVector scale = n.add(EXP_SCALE_BITS).reinterpretAsFloats();
            FloatVector whole = rounded.sub(ROUNDER);
            FloatVector r = whole.fma(floats(-LN2_LOW), whole.fma(floats(-LN2_HIGH), y));
            FloatVector q = r.fma(floats(EXP_6), floats(EXP_5));
            q = q.fma(r, floats(EXP_4));
            q = q.fma(r, floats(EXP_3));
            q = q.fma(r, floats(EXP_2));
            FloatVector z = r.mul(r).fma(q, r).add(1).mul(scale).mul(1 / EXP_SCALE);
            FloatVector p = z.fma(floats(LOG_9), floats(LOG_8));
            p = p.fma(z, floats(LOG_7));
            p = p.fma(z, floats(LOG_6));
            p = p.fma(z, floats(LOG_5));
            p = p.fma(z, floats(LOG_4));
            p = p.fma(z, floats(LOG_3));
            p = p.fma(z, floats(LOG_2));
            p = p.fma(z, floats(1));
            FloatVector scores = p.fma(z, floats(0).blend(x, positive)).sqrt();

            FloatVector choices = scores.add(FloatVector.fromArray(FLOATS, bias, i));
            VectorMask<Float> unmasked = choices.compare(VectorOperators.GT, Float.NEGATIVE_INFINITY);
            floats(0).blend(scores, unmasked).intoArray(weights, to + i);
            FloatVector ordered = floats(Float.NEGATIVE_INFINITY).blend(choices, unmasked);
            OrderedKeys.of(ordered).intoArray(keys, to + i);
        }
    }

    /** Lanes behind the row hold −∞: they never are the maximum, and their exponential adds 0 to the sum. */
    @KernelMethod
    private void softmax(float[] logits, int at, float[] bias, float[] weights, int[] keys, int to) {
        FloatVector maxima = floats(Float.NEGATIVE_INFINITY);
        for (int i = 0; i < padded; i += LANES) {
            FloatVector x = FloatVector.fromArray(FLOATS, logits, at + i);
            maxima = maxima.blend(x, x.compare(VectorOperators.GT, maxima));
        }
        float max = maxima.reduceLanes(VectorOperators.MAX);
        Arrays.fill(partialSums, 0);
        for (int i = 0; i < padded; i += LANES) {
            FloatVector y = FloatVector.fromArray(FLOATS, logits, at + i).sub(max);
            y = y.blend(EXP_LOWEST, y.compare(VectorOperators.LT, EXP_LOWEST));
            FloatVector rounded = y.fma(floats(LOG2_E), floats(ROUNDER));
            IntVector n = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
            FloatVector scale = n.add(EXP_SCALE_BITS).reinterpretAsFloats();
            FloatVector whole = rounded.sub(ROUNDER);
            FloatVector r = whole.fma(floats(-LN2_LOW), whole.fma(floats(-LN2_HIGH), y));
            FloatVector q = r.fma(floats(EXP_6), floats(EXP_5));
            q = q.fma(r, floats(EXP_4));
            q = q.fma(r, floats(EXP_3));
            q = q.fma(r, floats(EXP_2));
            FloatVector e = r.mul(r).fma(q, r).add(1).mul(scale).mul(1 / EXP_SCALE);
            e.intoArray(exponentials, i);
            int partial = i % PARTIAL_SUMS;
            FloatVector.fromArray(FLOATS, partialSums, partial).add(e).intoArray(partialSums, partial);
        }
        float reciprocal = 1 / Numerics.foldPartialSums(partialSums);
        for (int i = 0; i < padded; i += LANES) {
            FloatVector scores = FloatVector.fromArray(FLOATS, exponentials, i).mul(reciprocal);
            FloatVector choices = scores.add(FloatVector.fromArray(FLOATS, bias, i));
            VectorMask<Float> unmasked = choices.compare(VectorOperators.GT, Float.NEGATIVE_INFINITY);
            floats(0).blend(scores, unmasked).intoArray(weights, to + i);
            FloatVector ordered = floats(Float.NEGATIVE_INFINITY).blend(choices, unmasked);
            OrderedKeys.of(ordered).intoArray(keys, to + i);
        }
    }
}
