package org.moegate.cuda.emulator;

import org.moegate.PlanRequest;

/** Decides which kernel routes a batch, and in which shape. */
@FunctionalInterface
public interface LaunchChooser {

    /**
     * Decides.
     *
     * @param request the gate
     * @param numTokens rows, at least 1
     * @return the launch
     */
    LaunchChoice choose(PlanRequest request, int numTokens);
}
