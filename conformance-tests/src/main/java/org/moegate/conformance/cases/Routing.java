package org.moegate.conformance.cases;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** The outputs of a call: [tokens, topk] ids and weights. */
public final class Routing {

    private final int topk;
    private final int[] ids;
    private final float[] weights;

    /** Takes the arrays as they are. */
    public Routing(int topk, int[] ids, float[] weights) {
        this.topk = topk;
        this.ids = ids;
        this.weights = weights;
    }

    /** Whether another one has the same ids and weights, to the bit. */
    public boolean isSameAs(Routing other) {
        return topk == other.topk
                && Arrays.equals(ids, other.ids)
                && MemorySegment.ofArray(weights).mismatch(MemorySegment.ofArray(other.weights)) < 0;
    }

    public int numTokens() {
        return ids.length / topk;
    }

    public int[] idsOf(int row) {
        return Arrays.copyOfRange(ids, row * topk, (row + 1) * topk);
    }

    public float[] weightsOf(int row) {
        return Arrays.copyOfRange(weights, row * topk, (row + 1) * topk);
    }
}
