package com.example.jlama;

/** How far vectors are apart. */
final class Vectors {

    private Vectors() {}

    /** The length of {@code actual - expected}, as a part of that of {@code expected}. */
    static double difference(float[] actual, float[] expected) {
        return scaledDifference(actual, 1, expected);
    }

    /** The same once {@code actual} is multiplied by the factor that brings it nearest. */
    static double differenceOfDirection(float[] actual, float[] expected) {
        double factor = product(actual, expected) / product(actual, actual);
        return scaledDifference(actual, factor, expected);
    }

    private static double scaledDifference(float[] actual, double factor, float[] expected) {
        double squares = 0;
        for (int i = 0; i < expected.length; i++) {
            squares += Math.pow(factor * actual[i] - expected[i], 2);
        }
        return Math.sqrt(squares / product(expected, expected));
    }

    private static double product(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += (double) left[i] * right[i];
        }
        return sum;
    }
}
