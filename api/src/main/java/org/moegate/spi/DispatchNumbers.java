package org.moegate.spi;

import org.moegate.Dispatch;
import org.moegate.GateSpec;

/**
 * Holds the numbers of what follows the gate to what {@link Dispatch} says. Its calls are checked by this before a worker sees them;
 * a backend's calls on device memory refuse in the same words if they check by it too. What pointers and buffers must be is for each
 * backend to say. Checks that pass allocate nothing; for all threads.
 */
public final class DispatchNumbers {

    /** Packed ids have 16 bits, the highest of which says that there is none. */
    private static final int MOST_PACKED_EXPERTS = 1 << 15;

    private DispatchNumbers() {}

    /**
     * Checks a number of tokens.
     *
     * @param spec the plan's gate
     * @param numTokens rows
     * @return how many pairs they have
     * @throws IllegalArgumentException naming the argument, its value and what is allowed
     */
    public static int pairs(GateSpec spec, int numTokens) {
        int most = Integer.MAX_VALUE / spec.topk();
        if (numTokens < 0 || numTokens > most) {
            throw new IllegalArgumentException("numTokens = " + numTokens + ": must lie in 0.." + most
                    + ", as pairs are numbered by int32 and a token has " + spec.topk());
        }
        return numTokens * spec.topk();
    }

    /**
     * Checks a number that must be positive.
     *
     * @param name the argument
     * @param value what it is
     * @throws IllegalArgumentException if it is less than 1
     */
    public static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " = " + value + ": must be at least 1");
        }
    }

    /**
     * Checks how large blocks are.
     *
     * @param numPairs tokens times topk
     * @param numExperts at least 1
     * @param blockSize pairs a block
     * @return how many ids may come to be sorted
     * @throws IllegalArgumentException if the size is less than 1, or ids may come to be more than an int counts
     */
    public static int sortedIds(int numPairs, int numExperts, int blockSize) {
        positive("blockSize", blockSize);
        long most = Dispatch.mostSortedIds(numPairs, numExperts, blockSize);
        if (most > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "blockSize = " + blockSize + ": with " + numPairs + " pairs of " + numExperts
                            + " experts blocks may come to " + most + " ids, must be at most " + Integer.MAX_VALUE);
        }
        return (int) most;
    }

    /**
     * Checks that ids fit where they are packed.
     *
     * @param spec the plan's gate
     * @throws IllegalArgumentException if it has more than 32768 experts, shared ones included
     */
    public static void packable(GateSpec spec) {
        int numIds = spec.numExperts() + spec.numFusedSharedExperts();
        if (numIds > MOST_PACKED_EXPERTS) {
            throw new IllegalArgumentException("num_experts = " + numIds
                    + ", shared ones included: packed ids have 16 bits, must be at most " + MOST_PACKED_EXPERTS);
        }
    }
}
