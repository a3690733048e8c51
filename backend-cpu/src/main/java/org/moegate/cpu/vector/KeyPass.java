package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.FLOATS;
import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Turns rows of scores into the keys that experts are chosen by, and finds the best key of each set on the way. */
final class KeyPass {

    private final RowParts parts;
    private final int width;
    private final float[] scores;
    private final int scoreStride;
    private final int[] keys;
    private final int[] maxima;

    /**
     * A pass with room for a few rows.
     *
     * @param parts of a row of keys, each of which gets maxima of its own
     */
    KeyPass(RowParts parts, int mostRows, float[] scores, int scoreStride) {
        this.parts = parts;
        this.scores = scores;
        this.scoreStride = scoreStride;
        width = parts.width();
        keys = new int[mostRows * width + LANES];
        Arrays.fill(keys, OrderedKeys.NOTHING);
        maxima = new int[mostRows * parts.sets()];
    }

    /** The rows of keys; those behind a row's last expert are no better than {@link OrderedKeys#MASKED}. */
    int[] keys() {
        return keys;
    }

    /** For each part of each row the best key of each lane; see {@link RowParts}. */
    int[] maxima() {
        return maxima;
    }

    /**
     * Finds keys and maxima.
     *
     * @param firstRow the first row of scores
     * @param endRow the first one behind them
     * @param bias the bias, and behind it a vector's length of −∞
     */
    void run(int firstRow, int endRow, float[] bias) {
        for (int row = firstRow; row < endRow; row++) {
            int from = row * scoreStride;
            int to = row * width;
            for (int part = 0; part < parts.count(); part++) {
                IntVector best = IntVector.broadcast(INTS, OrderedKeys.NOTHING);
                int end = parts.start(part + 1);
                for (int i = parts.start(part); i < end; i += LANES) {
                    IntVector choice = FloatVector.fromArray(FLOATS, scores, from + i)
                            .add(FloatVector.fromArray(FLOATS, bias, i))
                            .reinterpretAsInts();
                    IntVector negative = choice.lanewise(VectorOperators.ASHR, Integer.SIZE - 1);
                    IntVector key = choice.lanewise(
                                    VectorOperators.XOR, negative.lanewise(VectorOperators.AND, Integer.MAX_VALUE))
                            .add(OrderedKeys.ABOVE_NAN);
                    key.intoArray(keys, to + i);
                    best = best.max(key);
                }
                best.intoArray(maxima, row * parts.sets() + part * LANES);
            }
        }
    }
}
