package org.moegate.cpu;

import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;
import org.moegate.reference.ReferenceGate;

/** The reference itself, for machines and runtimes without vectors. */
final class ScalarRowRouter implements RowRouter {

    private final ReferenceGate reference;

    ScalarRowRouter(GateSpec spec) {
        reference = new ReferenceGate(spec);
    }

    @Override
    public void route(
            float[] logits, int logitsAt, float @Nullable [] bias, int[] topkIds, float[] topkWeights, int topkAt) {
        reference.route(logits, logitsAt, bias, topkIds, topkWeights, topkAt);
    }
}
