package com.example.jlama;

import java.util.Arrays;

/**
 * What the two gates and the blocks around them made of one token in one layer.
 *
 * @param jlamas the experts of Jlama's own gate, in its order
 * @param moegates the experts of moegate, by falling weight
 * @param weights moegate's weight of each
 * @param unweightedIsJlamas whether moegate's block gives the bits of Jlama's when it leaves the weights out
 * @param difference how far Jlama's output is from the weighted one, see {@link Vectors#difference}
 * @param differenceOfDirection the same whatever its length, see {@link Vectors#differenceOfDirection}
 */
record RoutedToken(
        int layer,
        int[] jlamas,
        int[] moegates,
        float[] weights,
        boolean unweightedIsJlamas,
        double difference,
        double differenceOfDirection) {

    boolean sameExperts() {
        return Arrays.equals(sorted(jlamas), sorted(moegates));
    }

    private static int[] sorted(int[] experts) {
        int[] sorted = experts.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
