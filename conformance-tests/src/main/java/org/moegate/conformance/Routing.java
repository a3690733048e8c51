package org.moegate.conformance;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The outputs of a call: [tokens, topk] ids and weights. */
final class Routing {

    private final int topk;
    private final int[] ids;
    private final float[] weights;

    Routing(int topk, int[] ids, float[] weights) {
        this.topk = topk;
        this.ids = ids;
        this.weights = weights;
    }

    int numTokens() {
        return ids.length / topk;
    }

    int[] idsOf(int row) {
        return Arrays.copyOfRange(ids, row * topk, (row + 1) * topk);
    }

    float[] weightsOf(int row) {
        return Arrays.copyOfRange(weights, row * topk, (row + 1) * topk);
    }

    /** One row as a person compares it: id and weight, column by column. */
    String describe(int row) {
        return IntStream.range(row * topk, (row + 1) * topk)
                .mapToObj(i -> ids[i] + ":" + weights[i])
                .collect(Collectors.joining(" "));
    }
}
