package org.moegate.conformance.cases;

import java.util.SplittableRandom;
import org.moegate.GateSpec;

/** A routing that is to be counted, sorted, mapped and packed. Nobody changes its ids. */
public final class DispatchCase {

    private final String about;
    private final int topk;
    private final int[] topkIds;
    private final int numExperts;
    private final int blockSize;

    /**
     * A case.
     *
     * @param about what is special about it
     * @param topk columns
     * @param topkIds [tokens, topk]
     * @param numExperts ids below are experts
     * @param blockSize of the sorted pairs
     */
    public DispatchCase(String about, int topk, int[] topkIds, int numExperts, int blockSize) {
        this.about = about;
        this.topk = topk;
        this.topkIds = topkIds;
        this.numExperts = numExperts;
        this.blockSize = blockSize;
    }

    /** A routing by a router that prefers some experts: ids differ within a row; some rows are padding. */
    public static DispatchCase drawn(long seed, int numTokens, int topk, int numExperts, int blockSize) {
        SplittableRandom random = new SplittableRandom(seed).split();
        int[] ids = new int[numTokens * topk];
        for (int token = 0; token < numTokens; token++) {
            boolean padding = random.nextInt(16) == 0;
            // steps of 1 from a preferred start differ as long as topk is at most num_experts
            int first = random.nextInt(1 + random.nextInt(numExperts));
            for (int column = 0; column < topk; column++) {
                ids[token * topk + column] = padding ? -1 : (first + column) % numExperts;
            }
        }
        return new DispatchCase("drawn by " + seed, topk, ids, numExperts, blockSize);
    }

    public int topk() {
        return topk;
    }

    public int[] topkIds() {
        return topkIds;
    }

    public int numExperts() {
        return numExperts;
    }

    public int blockSize() {
        return blockSize;
    }

    public int numTokens() {
        return topkIds.length / topk;
    }

    public int numPairs() {
        return topkIds.length;
    }

    /** A gate of the case's columns. */
    public GateSpec spec() {
        return GateSpec.builder(Math.max(numExperts, topk), topk).build();
    }

    @Override
    public String toString() {
        return "%s: %d tokens, topk %d of %d experts, blocks of %d"
                .formatted(about, numTokens(), topk, numExperts, blockSize);
    }
}
