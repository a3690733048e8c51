package org.moegate.benchmarks;

import org.moegate.GateSpec;

/** Where a gate's results for a batch go, [tokens, topk] each. */
final class Routing {

    final int[] ids;
    final float[] weights;

    Routing(int numTokens, GateSpec spec) {
        this(numTokens * spec.topk());
    }

    Routing(int results) {
        ids = new int[results];
        weights = new float[results];
    }
}
