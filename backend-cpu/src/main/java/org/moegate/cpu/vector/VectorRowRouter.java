package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.FLOATS;
import static org.moegate.cpu.vector.VectorWidth.LANES;
import static org.moegate.cpu.vector.VectorWidth.floats;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;
import org.moegate.cpu.RowRouter;

/**
 * Routes rows with vectors, in the reference's operations and so to its bits. Every step runs over all rows before the next
 * one starts: the steps of one row wait for each other, those of different rows overlap in the processor.
 */
public final class VectorRowRouter implements RowRouter {

    /** Floats of scratch in each of a block's arrays, so that all of them stay in the first-level cache. */
    private static final int BLOCK_FLOATS = 2048;

    private static final int MOST_ROWS = 16;

    private final GateSpec spec;
    private final int mostRows;
    private final int width;
    private final ScorePass scorePass;
    private final @Nullable GroupFilter groups;
    private final KeySelector experts;
    private final float[] noBias;
    private final float[] scores;
    private final int[] keys;

    /**
     * A router for one spec.
     *
     * @param spec the gate
     */
    public VectorRowRouter(GateSpec spec) {
        this.spec = spec;
        width = KeySelector.paddedKeys(spec.numExperts(), spec.numRoutedTopk());
        mostRows = Math.clamp(BLOCK_FLOATS / width, 1, MOST_ROWS);
        scorePass = new ScorePass(spec);
        groups = spec.topkGroup() == spec.numExpertGroup() ? null : new GroupFilter(spec, mostRows);
        experts = new KeySelector(spec.numExperts(), spec.numRoutedTopk(), mostRows);
        noBias = new float[VectorWidth.padded(spec.numExperts())];
        scores = new float[mostRows * width];
        keys = new int[mostRows * width];
        Arrays.fill(keys, OrderedKeys.NOTHING);
    }

    @Override
    public int mostRows() {
        return mostRows;
    }

    @Override
    public int slack() {
        return LANES;
    }

    @Override
    public void route(
            int rows,
            float[] logits,
            int logitsAt,
            int logitsStride,
            float @Nullable [] bias,
            int[] topkIds,
            float[] topkWeights) {
        float[] addend = bias == null ? noBias : bias;
        for (int row = 0; row < rows; row++) {
            scorePass.run(logits, logitsAt + row * logitsStride, addend, scores, keys, row * width);
        }
        if (groups != null) {
            groups.closeOthers(rows, keys, width);
        }
        experts.select(rows, keys);
        for (int row = 0; row < rows; row++) {
            finish(row, topkIds, topkWeights);
        }
    }

    private void finish(int row, int[] topkIds, float[] topkWeights) {
        int routed = spec.numRoutedTopk();
        int[] rankedIds = experts.rankedIds();
        int ranked = experts.rankedAt(row);
        int scored = row * width;
        int at = row * spec.topk();
        float total = 0;
        for (int column = 0; column < routed; column++) {
            int id = rankedIds[ranked + column];
            float weight = scores[scored + id];
            topkIds[at + column] = id;
            topkWeights[at + column] = weight;
            total += weight;
        }
        for (int i = 0; i < spec.numFusedSharedExperts(); i++) {
            topkIds[at + routed + i] = spec.numExperts() + i;
            topkWeights[at + routed + i] = total / spec.routedScalingFactor();
        }
        float divisor = spec.renormalize() && total != 0 ? total : 1;
        float factor = spec.applyRoutedScalingFactorOnOutput() ? spec.routedScalingFactor() : 1;
        // the last vector may reach into the next row, which is still to be written, or into the slack
        for (int i = at; i < at + spec.topk(); i += LANES) {
            FloatVector weights =
                    FloatVector.fromArray(FLOATS, topkWeights, i).div(divisor).mul(factor);
            weights.blend(floats(Float.NaN), weights.test(VectorOperators.IS_NAN))
                    .intoArray(topkWeights, i);
        }
    }
}
