package com.example.jlama;

import java.util.List;
import java.util.stream.IntStream;

/** The distributions of the next token that a model gave along a text, one for each position. */
record Distributions(List<float[]> probabilities) {

    /** The Kullback-Leibler divergence from what was expected, in nats, on average; 0 where they are the same. */
    double divergenceFrom(Distributions expected) {
        return positions()
                .mapToDouble(position -> divergence(at(position), expected.at(position)))
                .average()
                .orElseThrow();
    }

    /** At how many positions another token is the likeliest. */
    long otherChoicesThan(Distributions expected) {
        return positions()
                .filter(position -> likeliest(at(position)) != likeliest(expected.at(position)))
                .count();
    }

    int size() {
        return probabilities.size();
    }

    private IntStream positions() {
        return IntStream.range(0, size());
    }

    private float[] at(int position) {
        return probabilities.get(position);
    }

    private static double divergence(float[] actual, float[] expected) {
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            sum += expected[i] == 0 ? 0 : expected[i] * Math.log((double) expected[i] / actual[i]);
        }
        return sum;
    }

    private static int likeliest(float[] probabilities) {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return best;
    }
}
