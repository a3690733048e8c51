package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.FLOATS;
import static org.moegate.cpu.vector.VectorWidth.LANES;
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
import org.moegate.cpu.LogitsRows;
import org.moegate.reference.Numerics;

/**
 * Turns rows of logits into scores: {@link org.moegate.reference.Numerics}, operation for operation, a register of floats at a
 * time.
 *
 * <p>Each scoring function is one long method; see {@link KernelMethod} for why.
 */
final class ScorePass {

    /** Logits that are scored before more are made ready, and scores that are made before they are read: of each a few KB. */
    private static final int AT_ONCE = 1024;

    private static final int EXPONENT_SHIFT = 23;
    private static final int SIGMOID_ONE_BITS = Float.floatToRawIntBits(SIGMOID_ONE);
    private static final int EXP_SCALE_BITS = Float.floatToRawIntBits(EXP_SCALE);

    private final ScoringFunc func;
    private final int numExperts;
    private final int padded;
    private final int rowsAtOnce;
    private final float[] scores;
    private final float[] paddedRow;
    private final float[] partialSums = new float[PARTIAL_SUMS];

    /**
     * A pass with room for a few rows.
     *
     * @param spec the gate
     * @param mostRows the most rows that {@link #run} may be given
     */
    ScorePass(GateSpec spec, int mostRows) {
        func = spec.scoringFunc();
        numExperts = spec.numExperts();
        padded = VectorWidth.padded(numExperts);
        rowsAtOnce = Math.max(1, AT_ONCE / padded);
        scores = new float[mostRows * scoreStride()];
        paddedRow = new float[padded];
        Arrays.fill(paddedRow, Float.NEGATIVE_INFINITY);
    }

    /** The rows of scores, {@link #scoreStride} apart. */
    float[] scores() {
        return scores;
    }

    /** Elements from one row of scores to the next. */
    int scoreStride() {
        return padded + LANES;
    }

    /** The index in a row of scores of one that is always 0. */
    int zeroScore() {
        return padded;
    }

    /** How many rows are best scored at a time. */
    int rowsAtOnce() {
        return rowsAtOnce;
    }

    /** Scores all rows. */
    void run(int rows, LogitsRows logits) {
        for (int first = 0; first < rows; first += rowsAtOnce) {
            run(first, Math.min(rows, first + rowsAtOnce), logits);
        }
    }

    /**
     * Scores rows.
     *
     * @param firstRow the first of them
     * @param endRow the first one behind them
     */
    void run(int firstRow, int endRow, LogitsRows logits) {
        int at = logits.ready(firstRow, endRow);
        run(firstRow, endRow, logits.array(), at, logits.stride());
    }

    /** See {@link VectorRowRouter#rehearse}. */
    void rehearse() {
        run(0, 0, scores, 0, 0);
    }

    private void run(int firstRow, int endRow, float[] logits, int at, int stride) {
        switch (func) {
            case SIGMOID -> sigmoid(firstRow, endRow, logits, at, stride);
            case SQRTSOFTPLUS -> sqrtSoftplus(firstRow, endRow, logits, at, stride);
            case SOFTMAX -> softmax(firstRow, endRow, logits, at, stride);
        }
    }

    /** Takes an expert's score, and so its weight. */
    void clear(int row, int expert) {
        scores[row * scoreStride() + expert] = 0;
    }

    @KernelMethod
    private void sigmoid(int firstRow, int endRow, float[] logits, int at, int stride) {
        FloatVector one = FloatVector.broadcast(FLOATS, SIGMOID_ONE);
        for (int row = firstRow; row < endRow; row++) {
            int from = at + row * stride;
            int to = row * scoreStride();
            for (int i = 0; i < padded; i += LANES) {
                FloatVector y = FloatVector.fromArray(FLOATS, logits, from + i).neg();
                y = y.blend(-SIGMOID_HIGHEST, y.compare(VectorOperators.LT, -SIGMOID_HIGHEST));
                y = y.blend(-EXP_LOWEST, y.compare(VectorOperators.GT, -EXP_LOWEST));
                FloatVector rounded =
                        y.fma(FloatVector.broadcast(FLOATS, LOG2_E), FloatVector.broadcast(FLOATS, ROUNDER));
                IntVector n = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
                FloatVector scale = n.add(SIGMOID_ONE_BITS).reinterpretAsFloats();
                FloatVector whole = rounded.sub(ROUNDER);
                FloatVector r = whole.fma(
                        FloatVector.broadcast(FLOATS, -LN2_LOW),
                        whole.fma(FloatVector.broadcast(FLOATS, -LN2_HIGH), y));
                FloatVector q = r.fma(FloatVector.broadcast(FLOATS, EXP_6), FloatVector.broadcast(FLOATS, EXP_5));
                q = q.fma(r, FloatVector.broadcast(FLOATS, EXP_4));
                q = q.fma(r, FloatVector.broadcast(FLOATS, EXP_3));
                q = q.fma(r, FloatVector.broadcast(FLOATS, EXP_2));
                FloatVector expm1 = r.mul(r).fma(q, r);
                one.div(scale.fma(expm1, one).add(scale)).intoArray(scores, to + i);
            }
        }
    }

    @KernelMethod
    private void sqrtSoftplus(int firstRow, int endRow, float[] logits, int at, int stride) {
        for (int row = firstRow; row < endRow; row++) {
            int from = at + row * stride;
            int to = row * scoreStride();
            for (int i = 0; i < padded; i += LANES) {
                FloatVector x = FloatVector.fromArray(FLOATS, logits, from + i);
                VectorMask<Float> positive = x.compare(VectorOperators.GT, 0);
                FloatVector y = x.blend(x.neg(), positive);
                y = y.blend(EXP_LOWEST, y.compare(VectorOperators.LT, EXP_LOWEST));
                FloatVector rounded =
                        y.fma(FloatVector.broadcast(FLOATS, LOG2_E), FloatVector.broadcast(FLOATS, ROUNDER));
                IntVector n = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
                FloatVector scale = n.add(EXP_SCALE_BITS).reinterpretAsFloats();
                FloatVector whole = rounded.sub(ROUNDER);
                FloatVector r = whole.fma(
                        FloatVector.broadcast(FLOATS, -LN2_LOW),
                        whole.fma(FloatVector.broadcast(FLOATS, -LN2_HIGH), y));
                FloatVector q = r.fma(FloatVector.broadcast(FLOATS, EXP_6), FloatVector.broadcast(FLOATS, EXP_5));
                q = q.fma(r, FloatVector.broadcast(FLOATS, EXP_4));
                q = q.fma(r, FloatVector.broadcast(FLOATS, EXP_3));
                q = q.fma(r, FloatVector.broadcast(FLOATS, EXP_2));
                FloatVector z = r.mul(r).fma(q, r).add(1).mul(scale).mul(1 / EXP_SCALE);
                FloatVector p = z.fma(FloatVector.broadcast(FLOATS, LOG_9), FloatVector.broadcast(FLOATS, LOG_8));
                p = p.fma(z, FloatVector.broadcast(FLOATS, LOG_7));
                p = p.fma(z, FloatVector.broadcast(FLOATS, LOG_6));
                p = p.fma(z, FloatVector.broadcast(FLOATS, LOG_5));
                p = p.fma(z, FloatVector.broadcast(FLOATS, LOG_4));
                p = p.fma(z, FloatVector.broadcast(FLOATS, LOG_3));
                p = p.fma(z, FloatVector.broadcast(FLOATS, LOG_2));
                p = p.fma(z, FloatVector.broadcast(FLOATS, 1));
                p.fma(z, FloatVector.broadcast(FLOATS, 0).blend(x, positive))
                        .sqrt()
                        .intoArray(scores, to + i);
            }
        }
    }

    private void softmax(int firstRow, int endRow, float[] logits, int at, int stride) {
        for (int row = firstRow; row < endRow; row++) {
            if (padded == numExperts) {
                softmax(row, logits, at + row * stride);
            } else {
                System.arraycopy(logits, at + row * stride, paddedRow, 0, numExperts);
                softmax(row, paddedRow, 0);
            }
        }
    }

    /** Lanes behind the row hold −∞: they never are the maximum, and their exponential adds 0 to the sum. */
    @KernelMethod
    private void softmax(int row, float[] logits, int at) {
        int scored = row * scoreStride();
        FloatVector maxima = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < padded; i += LANES) {
            FloatVector x = FloatVector.fromArray(FLOATS, logits, at + i);
            maxima = maxima.blend(x, x.compare(VectorOperators.GT, maxima));
        }
        float max = maxima.reduceLanes(VectorOperators.MAX);
        Arrays.fill(partialSums, 0);
        for (int i = 0; i < padded; i += LANES) {
            FloatVector y = FloatVector.fromArray(FLOATS, logits, at + i).sub(max);
            y = y.blend(EXP_LOWEST, y.compare(VectorOperators.LT, EXP_LOWEST));
            FloatVector rounded = y.fma(FloatVector.broadcast(FLOATS, LOG2_E), FloatVector.broadcast(FLOATS, ROUNDER));
            IntVector n = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
            FloatVector scale = n.add(EXP_SCALE_BITS).reinterpretAsFloats();
            FloatVector whole = rounded.sub(ROUNDER);
            FloatVector r = whole.fma(
                    FloatVector.broadcast(FLOATS, -LN2_LOW), whole.fma(FloatVector.broadcast(FLOATS, -LN2_HIGH), y));
            FloatVector q = r.fma(FloatVector.broadcast(FLOATS, EXP_6), FloatVector.broadcast(FLOATS, EXP_5));
            q = q.fma(r, FloatVector.broadcast(FLOATS, EXP_4));
            q = q.fma(r, FloatVector.broadcast(FLOATS, EXP_3));
            q = q.fma(r, FloatVector.broadcast(FLOATS, EXP_2));
            FloatVector e = r.mul(r).fma(q, r).add(1).mul(scale).mul(1 / EXP_SCALE);
            e.intoArray(scores, scored + i);
            int partial = i % PARTIAL_SUMS;
            FloatVector.fromArray(FLOATS, partialSums, partial).add(e).intoArray(partialSums, partial);
        }
        float reciprocal = 1 / Numerics.foldPartialSums(partialSums);
        for (int i = 0; i < padded; i += LANES) {
            FloatVector.fromArray(FLOATS, scores, scored + i).mul(reciprocal).intoArray(scores, scored + i);
        }
    }
}
