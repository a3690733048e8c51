package org.moegate.cpu;

import org.jspecify.annotations.Nullable;

/** Routes a few rows of float32 logits; holds scratch memory, so it serves one thread at a time. */
public interface RowRouter {

    /**
     * The most rows that a call may bring.
     *
     * @return at least 1
     */
    int mostRows();

    /**
     * Elements behind the last one of every array of results that must be there too: they are written, and do not matter.
     *
     * @return at least 0
     */
    int slack();

    /**
     * Elements behind the last one of logits and bias that must be there too: they are read. Those of logits do not matter.
     *
     * @return at least 0
     */
    int readAhead();

    /**
     * Widens bfloat16 numbers to float32, which the JIT has no vectors for.
     *
     * @param from holds their bits
     * @param to receives them at the same indices; up to {@link #slack} elements behind the last one are overwritten too
     * @param first the first index
     * @param count how many, all of them where the arrays' contents end
     */
    void widenBFloat16(short[] from, float[] to, int first, int count);

    /**
     * Routes tokens.
     *
     * @param rows 0 to {@link #mostRows()}
     * @param logits the rows
     * @param bias holds num_experts values from index 0, and behind them −∞ as far as is read; or null
     * @param topkIds receives topk ids a row, from index 0
     * @param topkWeights receives topk weights a row, from index 0
     */
    void route(int rows, LogitsRows logits, float @Nullable [] bias, int[] topkIds, float[] topkWeights);
}
