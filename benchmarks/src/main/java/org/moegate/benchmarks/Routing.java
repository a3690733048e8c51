package org.moegate.benchmarks;

import org.moegate.GateSpec;

/** Where a gate's results for a batch go, [tokens, topk] each. */
final class Routing {

    final int[] ids;
    final float[] weights;

    Routing(int numTokens, GateSpec spec) {
        ids = new int[numTokens * spec.topk()];
        weights = new float[numTokens * spec.topk()];
    }
}
