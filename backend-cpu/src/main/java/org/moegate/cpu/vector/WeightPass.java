package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.FLOATS;
import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.moegate.GateSpec;

/** From the chosen experts and all scores to ids and weights: total, shared experts, renormalising and scaling. */
final class WeightPass {

    private final int topk;
    private final int routed;
    private final int shared;
    private final int numExperts;
    private final boolean renormalize;
    private final float routedScalingFactor;
    private final float outputFactor;
    private final RankedIds ranked;
    private final float[] scores;
    private final int scoreStride;
    private final int weightStride;
    private final float[] weights;
    private final float[] totals;
    private final float[] divisors;

    WeightPass(GateSpec spec, RankedIds ranked, float[] scores, int scoreStride, int mostRows) {
        topk = spec.topk();
        routed = spec.numRoutedTopk();
        shared = spec.numFusedSharedExperts();
        numExperts = spec.numExperts();
        renormalize = spec.renormalize();
        routedScalingFactor = spec.routedScalingFactor();
        outputFactor = spec.applyRoutedScalingFactorOnOutput() ? spec.routedScalingFactor() : 1;
        this.ranked = ranked;
        this.scores = scores;
        this.scoreStride = scoreStride;
        weightStride = RankedIds.stride(topk);
        weights = new float[mostRows * weightStride];
        totals = new float[mostRows];
        divisors = new float[mostRows];
    }

    /** Arrays hold a vector's length more than the rows need; what is written there does not matter. */
    void run(int rows, int[] topkIds, float[] topkWeights) {
        gather(rows);
        if (shared > 0) {
            appendShared(rows);
        }
        finish(rows, topkIds, topkWeights);
        if (shared > 0) {
            appendIds(rows, topkIds);
        }
    }

    /**
     * Weights and totals of the routed experts. Fillers behind a row's last expert lead to a score of 0, which changes no
     * total. Rows are the inner loop, here and below, as they are more than the runs of columns: what a loop checks before
     * it starts is checked less often.
     */
    private void gather(int rows) {
        int[] ids = ranked.ids();
        int rankedStride = ranked.stride();
        Arrays.fill(totals, 0, rows, 0);
        for (int column = 0; column < routed; column += RankedIds.UNROLLED) {
            for (int row = 0; row < rows; row++) {
                int from = row * rankedStride + column;
                int scored = row * scoreStride;
                int to = row * weightStride + column;
                float w0 = scores[scored + ids[from]];
                float w1 = scores[scored + ids[from + 1]];
                float w2 = scores[scored + ids[from + 2]];
                float w3 = scores[scored + ids[from + 3]];
                float w4 = scores[scored + ids[from + 4]];
                float w5 = scores[scored + ids[from + 5]];
                float w6 = scores[scored + ids[from + 6]];
                float w7 = scores[scored + ids[from + 7]];
                weights[to] = w0;
                weights[to + 1] = w1;
                weights[to + 2] = w2;
                weights[to + 3] = w3;
                weights[to + 4] = w4;
                weights[to + 5] = w5;
                weights[to + 6] = w6;
                weights[to + 7] = w7;
                totals[row] = totals[row] + w0 + w1 + w2 + w3 + w4 + w5 + w6 + w7;
            }
        }
    }

    private void appendShared(int rows) {
        for (int row = 0; row < rows; row++) {
            for (int column = routed; column < topk; column++) {
                weights[row * weightStride + column] = totals[row] / routedScalingFactor;
            }
        }
    }

    private void finish(int rows, int[] topkIds, float[] topkWeights) {
        int[] ids = ranked.ids();
        int rankedStride = ranked.stride();
        for (int row = 0; row < rows; row++) {
            divisors[row] = renormalize && totals[row] != 0 ? totals[row] : 1;
        }
        // the last columns first: their vectors reach into the first columns of the next row
        for (int column = (topk - 1) / LANES * LANES; column >= 0; column -= LANES) {
            for (int row = 0; row < rows; row++) {
                FloatVector finished = FloatVector.fromArray(FLOATS, weights, row * weightStride + column)
                        .div(divisors[row])
                        .mul(outputFactor);
                finished.blend(FloatVector.broadcast(FLOATS, Float.NaN), finished.test(VectorOperators.IS_NAN))
                        .intoArray(topkWeights, row * topk + column);
                IntVector.fromArray(INTS, ids, row * rankedStride + column).intoArray(topkIds, row * topk + column);
            }
        }
    }

    private void appendIds(int rows, int[] topkIds) {
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < shared; i++) {
                topkIds[row * topk + routed + i] = numExperts + i;
            }
        }
    }
}
