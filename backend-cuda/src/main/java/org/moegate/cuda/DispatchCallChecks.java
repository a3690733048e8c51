package org.moegate.cuda;

import org.moegate.Dispatch;
import org.moegate.GateSpec;

/**
 * Holds the numbers of calls on what follows the gate to the contract, in the words that calls on host memory are refused with.
 * Checks that pass allocate nothing.
 */
final class DispatchCallChecks {

    /** Packed ids have 16 bits, the highest of which says that there is none. */
    private static final int MOST_PACKED_EXPERTS = 1 << 15;

    private final int topk;
    private final int numIds;

    DispatchCallChecks(GateSpec spec) {
        this.topk = spec.topk();
        this.numIds = spec.numExperts() + spec.numFusedSharedExperts();
    }

    void requireTokens(int numTokens) {
        if (numTokens < 0 || numTokens > Integer.MAX_VALUE / topk) {
            throw new IllegalArgumentException("numTokens = " + numTokens + ": must lie in 0.."
                    + Integer.MAX_VALUE / topk + ", as pairs are numbered by int32 and a token has " + topk);
        }
    }

    void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " = " + value + ": must be at least 1");
        }
    }

    /** Of tokens and experts that were checked. */
    void requireBlocks(int numTokens, int numExperts, int blockSize) {
        requirePositive("blockSize", blockSize);
        long numPairs = (long) numTokens * topk;
        long mostSorted = Dispatch.mostSortedIds(numPairs, numExperts, blockSize);
        if (mostSorted > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("blockSize = " + blockSize + ": with " + numPairs + " pairs of "
                    + numExperts + " experts blocks may come to " + mostSorted + " ids, must be at most "
                    + Integer.MAX_VALUE);
        }
    }

    void requirePackable() {
        if (numIds > MOST_PACKED_EXPERTS) {
            throw new IllegalArgumentException("num_experts = " + numIds
                    + ", shared ones included: packed ids have 16 bits, must be at most " + MOST_PACKED_EXPERTS);
        }
    }
}
