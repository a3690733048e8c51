package com.example.jlama;

/** How far vectors are apart. */
final class Vectors {

    private Vectors() {}

    /** The Euclidean distance of two vectors, as a part of the second one's length. */
    static double relativeDifference(float[] actual, float[] expected) {
        double distance = 0;
        double length = 0;
        for (int i = 0; i < expected.length; i++) {
            distance += Math.pow((double) actual[i] - expected[i], 2);
            length += Math.pow(expected[i], 2);
        }
        return Math.sqrt(distance / length);
    }

    /** The Kullback-Leibler divergence of a distribution from the expected one, in nats; 0 where they are the same. */
    static double divergence(float[] actual, float[] expected) {
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            sum += expected[i] == 0 ? 0 : expected[i] * Math.log((double) expected[i] / actual[i]);
        }
        return sum;
    }

    static int indexOfLargest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
