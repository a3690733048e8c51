package org.moegate.cpu.vector;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;
import org.moegate.cpu.RowRouter;

/** Routes a row with vectors, in the reference's operations and so to its bits. */
public final class VectorRowRouter implements RowRouter {

    private final GateSpec spec;
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
        scorePass = new ScorePass(spec);
        groups = spec.topkGroup() == spec.numExpertGroup() ? null : new GroupFilter(spec);
        experts = new KeySelector(spec.numExperts(), spec.numRoutedTopk());
        noBias = new float[VectorWidth.padded(spec.numExperts())];
        scores = new float[VectorWidth.padded(spec.numExperts())];
        keys = new int[experts.paddedKeys()];
        Arrays.fill(keys, OrderedKeys.NOTHING);
    }

    @Override
    public void route(
            float[] logits, int logitsAt, float @Nullable [] bias, int[] topkIds, float[] topkWeights, int topkAt) {
        scorePass.run(logits, logitsAt, bias == null ? noBias : bias, scores, keys);
        if (groups != null) {
            groups.closeOthers(keys);
        }
        experts.select(keys);
        finish(topkIds, topkWeights, topkAt);
    }

    private void finish(int[] topkIds, float[] topkWeights, int at) {
        int routed = spec.numRoutedTopk();
        int[] rankedIds = experts.rankedIds();
        float total = 0;
        for (int column = 0; column < routed; column++) {
            int id = rankedIds[column];
            float weight = scores[id];
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
        for (int i = at; i < at + spec.topk(); i++) {
            float weight = topkWeights[i] / divisor * factor;
            topkWeights[i] = Float.isNaN(weight) ? Float.NaN : weight;
        }
    }
}
