package org.moegate.benchmarks;

import java.util.Arrays;
import org.moegate.GateSpec;
import org.moegate.reference.ReferenceGate;
import org.moegate.spi.Grade;

/**
 * Holds a gate to the reference, so that no time is compared with that of a wrong result. What claims to be bit-exact must have
 * the same bits. Of all others ids must be equal and weights within 1e-5; but each has an exponential of its own, so choices
 * closer than its rounding may change places.
 */
final class Agreement {

    private static final float WEIGHT_TOLERANCE = 1e-5f;

    /** Some roundings of a choice near 1: what exponentials and sums of two good libraries may differ by. */
    private static final float NEAR_TIE = 1e-6f;

    private final GateSpec spec;
    private final RouterInputs inputs;
    private final ReferenceGate reference;
    private final Grade grade;
    private final int[] ids;
    private final float[] weights;

    private Agreement(Grade grade, GateSpec spec, RouterInputs inputs) {
        this.grade = grade;
        this.spec = spec;
        this.inputs = inputs;
        reference = new ReferenceGate(spec);
        ids = new int[spec.topk()];
        weights = new float[spec.topk()];
    }

    /**
     * Compares all rows of a baseline, which promises no bits.
     *
     * @throws IllegalStateException naming the first row that differs
     */
    static void require(String baseline, GateSpec spec, RouterInputs inputs, Routing routing) {
        require(baseline, Grade.CONFORMANT, spec, inputs, routing);
    }

    /**
     * Compares all rows.
     *
     * @param grade what the gate promises
     * @throws IllegalStateException naming the first row that differs
     */
    static void require(String name, Grade grade, GateSpec spec, RouterInputs inputs, Routing routing) {
        Agreement agreement = new Agreement(grade, spec, inputs);
        for (int row = 0; row < inputs.numTokens(); row++) {
            int from = row * spec.topk();
            agreement.requireRow(
                    name,
                    row,
                    Arrays.copyOfRange(routing.ids, from, from + spec.topk()),
                    Arrays.copyOfRange(routing.weights, from, from + spec.topk()));
        }
    }

    private void requireRow(String name, int row, int[] givenIds, float[] givenWeights) {
        route(row, inputs.bias());
        if (grade == Grade.CONFORMANT && !Arrays.equals(ids, givenIds)) {
            route(row, favouring(givenIds));
        }
        if (!Arrays.equals(ids, givenIds) || !agree(givenWeights)) {
            throw new IllegalStateException(name + ", row " + row + " of " + spec + ": "
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

    private boolean agree(float[] givenWeights) {
        // by bits: Arrays.equals tells zeros apart, and takes NaN for equal
        return grade == Grade.BIT_EXACT ? Arrays.equals(weights, givenWeights) : near(givenWeights);
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
