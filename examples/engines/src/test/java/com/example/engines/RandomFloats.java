package com.example.engines;

import java.util.SplittableRandom;

/** Random inputs, the same for the same seed. */
final class RandomFloats {

    private final SplittableRandom random;

    RandomFloats(long seed) {
        random = new SplittableRandom(seed);
    }

    float[] next(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
