package org.moegate.spi;

import org.moegate.GateSpec;

/**
 * Holds the numbers of a routing to the contract. Calls on host memory are checked by this before a worker sees them; a backend's
 * calls on device memory refuse in the same words if they check by it too. What pointers and buffers must be is for each backend to
 * say. Checks that pass allocate nothing; for all threads.
 */
public final class RouteNumbers {

    private RouteNumbers() {}

    /**
     * Checks a call's numbers.
     *
     * @param spec the gate that the plan was compiled for
     * @param numTokens rows
     * @param numTokenNonPadded rows before the padding
     * @param logitsRowStride elements from one row to the next
     * @throws IllegalArgumentException naming the argument, its value and what is allowed
     */
    public static void check(GateSpec spec, int numTokens, int numTokenNonPadded, long logitsRowStride) {
        if (numTokens < 0) {
            throw new IllegalArgumentException("numTokens = " + numTokens + ": must not be negative");
        }
        if (numTokenNonPadded < 0 || numTokenNonPadded > numTokens) {
            throw new IllegalArgumentException(
                    "numTokenNonPadded = " + numTokenNonPadded + ": must lie in 0.." + numTokens + " (numTokens)");
        }
        if (logitsRowStride < spec.numExperts()) {
            throw new IllegalArgumentException("logitsRowStride = " + logitsRowStride + ": must be at least "
                    + spec.numExperts() + " (num_experts)");
        }
    }
}
