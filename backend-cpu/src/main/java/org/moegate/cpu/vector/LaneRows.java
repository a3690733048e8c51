package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Turns columns, of which each lane is a row, back into sixteen rows, eight columns at a time. Interleaving the first four
 * vectors with the last four moves one bit of a number's column from its vector to its lane, and one of its row the other way;
 * after three times two rows lie in each vector.
 */
final class LaneRows {

    private static final int COLUMNS = 8;

    private static final VectorSpecies<Integer> HALF = IntVector.SPECIES_256;

    private static final int[] INTERLEAVED = new int[2 * LANES];

    static {
        for (int i = 0; i < INTERLEAVED.length; i++) {
            INTERLEAVED[i] = i / 2 + i % 2 * LANES;
        }
    }

    private final int topk;
    private final int[] ids;
    private final int[] weights;

    LaneRows(int topk) {
        this.topk = topk;
        ids = new int[padded(topk) * LaneTiles.ROWS + LANES];
        weights = new int[ids.length];
    }

    /** The vectors that topk columns must have room for. */
    static int padded(int topk) {
        return (topk + COLUMNS - 1) / COLUMNS * COLUMNS;
    }

    /**
     * Stores sixteen rows, and up to a vector's length behind them.
     *
     * @param idColumns vectors of ids, {@link #padded} of them
     * @param weightColumns the bits of weights, likewise
     */
    void store(int[] idColumns, int[] weightColumns, int[] topkIds, float[] topkWeights) {
        for (int column = 0; column < topk; column += COLUMNS) {
            turnBack(idColumns, column * LANES, ids);
            turnBack(weightColumns, column * LANES, weights);
        }
        copyRows(topkIds, topkWeights);
    }

    /** See {@link VectorRowRouter#rehearse}. */
    void rehearse(int[] columns) {
        turnBack(columns, 0, ids);
    }

    @KernelMethod
    private static void turnBack(int[] columns, int from, int[] rows) {
        IntVector low = IntVector.fromArray(INTS, INTERLEAVED, 0);
        IntVector high = IntVector.fromArray(INTS, INTERLEAVED, LANES);
        IntVector a0 = IntVector.fromArray(INTS, columns, from);
        IntVector a1 = IntVector.fromArray(INTS, columns, from + LANES);
        IntVector a2 = IntVector.fromArray(INTS, columns, from + 2 * LANES);
        IntVector a3 = IntVector.fromArray(INTS, columns, from + 3 * LANES);
        IntVector a4 = IntVector.fromArray(INTS, columns, from + 4 * LANES);
        IntVector a5 = IntVector.fromArray(INTS, columns, from + 5 * LANES);
        IntVector a6 = IntVector.fromArray(INTS, columns, from + 6 * LANES);
        IntVector a7 = IntVector.fromArray(INTS, columns, from + 7 * LANES);
        IntVector b0 = low.selectFrom(a0, a4);
        IntVector b1 = high.selectFrom(a0, a4);
        IntVector b2 = low.selectFrom(a1, a5);
        IntVector b3 = high.selectFrom(a1, a5);
        IntVector b4 = low.selectFrom(a2, a6);
        IntVector b5 = high.selectFrom(a2, a6);
        IntVector b6 = low.selectFrom(a3, a7);
        IntVector b7 = high.selectFrom(a3, a7);
        IntVector c0 = low.selectFrom(b0, b4);
        IntVector c1 = high.selectFrom(b0, b4);
        IntVector c2 = low.selectFrom(b1, b5);
        IntVector c3 = high.selectFrom(b1, b5);
        IntVector c4 = low.selectFrom(b2, b6);
        IntVector c5 = high.selectFrom(b2, b6);
        IntVector c6 = low.selectFrom(b3, b7);
        IntVector c7 = high.selectFrom(b3, b7);
        IntVector d0 = low.selectFrom(c0, c4);
        IntVector d1 = high.selectFrom(c0, c4);
        IntVector d2 = low.selectFrom(c1, c5);
        IntVector d3 = high.selectFrom(c1, c5);
        IntVector d4 = low.selectFrom(c2, c6);
        IntVector d5 = high.selectFrom(c2, c6);
        IntVector d6 = low.selectFrom(c3, c7);
        IntVector d7 = high.selectFrom(c3, c7);
        d0.intoArray(rows, from);
        d1.intoArray(rows, from + LANES);
        d2.intoArray(rows, from + 2 * LANES);
        d3.intoArray(rows, from + 3 * LANES);
        d4.intoArray(rows, from + 4 * LANES);
        d5.intoArray(rows, from + 5 * LANES);
        d6.intoArray(rows, from + 6 * LANES);
        d7.intoArray(rows, from + 7 * LANES);
    }

    /**
     * The last columns first, as what a vector writes behind its row belongs to the next one's first columns. Rows are the
     * inner loop, as what a loop checks before it starts is then checked once.
     */
    private void copyRows(int[] topkIds, float[] topkWeights) {
        for (int column = (topk - 1) / COLUMNS * COLUMNS; column >= 0; column -= COLUMNS) {
            int from = column * LaneTiles.ROWS;
            for (int row = 0; row < LaneTiles.ROWS; row++) {
                IntVector.fromArray(HALF, ids, from + row * COLUMNS).intoArray(topkIds, row * topk + column);
                IntVector.fromArray(HALF, weights, from + row * COLUMNS)
                        .reinterpretAsFloats()
                        .intoArray(topkWeights, row * topk + column);
            }
        }
    }
}
