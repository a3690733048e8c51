package org.moegate.cpu;

import org.jspecify.annotations.Nullable;

/** Routes one row of float32 logits; holds scratch memory, so it serves one thread at a time. */
public interface RowRouter {

    /**
     * Routes one token.
     *
     * @param logits holds the row
     * @param logitsAt index of the row's first logit
     * @param bias holds num_experts values from index 0, or null
     * @param topkIds receives topk ids
     * @param topkWeights receives topk weights
     * @param topkAt index of the first of each
     */
    void route(float[] logits, int logitsAt, float @Nullable [] bias, int[] topkIds, float[] topkWeights, int topkAt);
}
