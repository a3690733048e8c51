package org.moegate.benchmarks;

import java.util.Arrays;
import org.moegate.GateSpec;
import org.moegate.reference.ReferenceGate;

/**
 * Holds a baseline to the reference, so that no time is compared with that of a wrong result. Ids must be equal and weights
 * within 1e-5; but a baseline has an exponential of its own, so choices closer than its rounding may change places.
 */
final class Agreement {

    private static final float WEIGHT_TOLERANCE = 1e-5f;

    /** Some roundings of a choice near 1: what exponentials and sums of two good libraries may differ by. */
    private static final float NEAR_TIE = 1e-6f;

    private final GateSpec spec;
    private final RouterInputs inputs;
    private final ReferenceGate reference;
    private final int[] ids;
    private final float[] weights;

    private Agreement(GateSpec spec, RouterInputs inputs) {
        this.spec = spec;
        this.inputs = inputs;
        reference = new ReferenceGate(spec);
        ids = new int[spec.topk()];
        weights = new float[spec.topk()];
    }

    /**
     * Compares all rows.
     *
     * @throws IllegalStateException naming the first row that differs
     */
    static void require(String baseline, GateSpec spec, RouterInputs inputs, Routing routing) {
        Agreement agreement = new Agreement(spec, inputs);
        for (int row = 0; row < inputs.numTokens(); row++) {
            int from = row * spec.topk();
            agreement.requireRow(
                    baseline,
                    row,
                    Arrays.copyOfRange(routing.ids, from, from + spec.topk()),
                    Arrays.copyOfRange(routing.weights, from, from + spec.topk()));
        }
    }

    private void requireRow(String baseline, int row, int[] givenIds, float[] givenWeights) {
        route(row, inputs.bias());
        if (!Arrays.equals(ids, givenIds)) {
            route(row, favouring(givenIds));
        }
        if (!Arrays.equals(ids, givenIds) || !near(givenWeights)) {
            throw new IllegalStateException(baseline + ", row " + row + " of " + spec + ": "
                    + Arrays.toString(givenIds) + " " + Arrays.toString(givenWeights) + ", must be "
                    + Arrays.toString(ids) + " " + Arrays.toString(weights));
        }
    }

    private void route(int row, float[] bias) {
        reference.route(inputs.logits(), row * spec.numExperts(), bias, ids, weights, 0);
    }

    /** A bias that lifts each expert given a hair above the next: it makes up for a near tie and for nothing else. */
    private float[] favouring(int[] givenIds) {
        float[] bias = inputs.bias().clone();
        for (int column = 0; column < givenIds.length; column++) {
            bias[givenIds[column]] += (givenIds.length - column) * NEAR_TIE;
        }
        return bias;
    }

    private boolean near(float[] givenWeights) {
        for (int column = 0; column < weights.length; column++) {
            float difference = Math.abs(givenWeights[column] - weights[column]);
            // negated, so that a NaN is not near
            if (!(difference <= WEIGHT_TOLERANCE * Math.abs(weights[column]))) {
                return false;
            }
        }
        return true;
    }
}
