package com.example.engines;

import org.moegate.GateSpec;

/** The arrays that one thread of an engine routes with: made once, for its largest batch. */
final class RouterArrays {

    /** [tokens, num_experts]. */
    final float[] logits;

    /** [tokens, topk]. */
    final int[] experts;

    /** [tokens, topk]. */
    final float[] weights;

    RouterArrays(GateSpec spec, int mostTokens) {
        logits = new float[mostTokens * spec.numExperts()];
        experts = new int[mostTokens * spec.topk()];
        weights = new float[mostTokens * spec.topk()];
    }
}
