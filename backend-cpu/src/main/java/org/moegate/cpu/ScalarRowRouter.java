package org.moegate.cpu;

import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;
import org.moegate.reference.ReferenceGate;

/** The reference itself, for machines and runtimes without vectors. */
final class ScalarRowRouter implements RowRouter {

    private static final int MOST_ROWS = 16;

    private final int topk;
    private final ReferenceGate reference;

    ScalarRowRouter(GateSpec spec) {
        topk = spec.topk();
        reference = new ReferenceGate(spec);
    }

    @Override
    public int mostRows() {
        return MOST_ROWS;
    }

    @Override
    public int slack() {
        return 0;
    }

    @Override
    public int readAhead() {
        return 0;
    }

    @Override
    public void widenBFloat16(short[] from, float[] to, int first, int count) {
        for (int i = first; i < first + count; i++) {
            to[i] = Float.intBitsToFloat(from[i] << Short.SIZE);
        }
    }

    @Override
    public void route(int rows, LogitsRows logits, float @Nullable [] bias, int[] topkIds, float[] topkWeights) {
        for (int row = 0; row < rows; row++) {
            int at = logits.ready(row, row + 1);
            reference.route(logits.array(), at + row * logits.stride(), bias, topkIds, topkWeights, row * topk);
        }
    }
}
