package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import java.util.Arrays;
import jdk.incubator.vector.IntVector;

/**
 * Cuts rows of keys into parts of consecutive vectors, so that each lane of a part is a set of keys: a few more sets than
 * keys are wanted, of each of which the best one is found.
 */
final class RowParts {

    private static final int FEWEST_SETS = 16;

    private final int width;
    private final int[] starts;

    /**
     * Parts that make two sets for each key wanted, if the row has so many vectors.
     *
     * @param numKeys keys in a row
     * @param k keys wanted of it
     */
    RowParts(int numKeys, int k) {
        width = (numKeys + Long.SIZE - 1) / Long.SIZE * Long.SIZE;
        int vectors = VectorWidth.padded(numKeys) / LANES;
        int parts = Math.min(vectors, VectorWidth.padded(Math.max(FEWEST_SETS, 2 * k)) / LANES);
        starts = new int[parts + 1];
        Arrays.setAll(starts, part -> part * vectors / parts * LANES);
    }

    /** How many parts a row has. */
    int count() {
        return starts.length - 1;
    }

    /** How many sets a row has. */
    int sets() {
        return count() * LANES;
    }

    /** Elements of a row, with those that make them a multiple of the bits in a long. */
    int width() {
        return width;
    }

    /** The first element of a part in its row, which also ends the part before it. */
    int start(int part) {
        return starts[part];
    }

    /** Finds the maxima, a vector for each part of each row. */
    void findMaxima(int rows, int[] keys, int[] maxima) {
        for (int row = 0; row < rows; row++) {
            for (int part = 0; part < count(); part++) {
                int end = row * width + starts[part + 1];
                IntVector best = IntVector.broadcast(INTS, OrderedKeys.NOTHING);
                for (int i = row * width + starts[part]; i < end; i += LANES) {
                    best = best.max(IntVector.fromArray(INTS, keys, i));
                }
                best.intoArray(maxima, row * sets() + part * LANES);
            }
        }
    }
}
