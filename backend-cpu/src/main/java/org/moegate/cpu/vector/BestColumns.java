package org.moegate.cpu.vector;

import static jdk.incubator.vector.VectorOperators.XOR;
import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import java.util.Arrays;
import jdk.incubator.vector.IntVector;

/**
 * The best of many columns of ints, each lane on its own, in falling order. Up to sixteen best ones are kept in registers;
 * more are found by exchanges in memory, which leave out those that the wanted ones do not hang on.
 */
final class BestColumns {

    /** For more, the exchanges' list alone would fill the first-level cache. */
    static final int MOST = 64;

    /** Exchanges that are done in a step. */
    private static final int UNROLLED = 5;

    /** Lanes cost the same however many are filled. */
    private static final int FEWEST_ROWS = LANES / 2;

    private final int end;
    private final int count;
    private final int[] columns;
    private final int[] best;

    /** For each exchange in memory the first elements of the column that gets the greater ints and of the other one. */
    private final int[] exchanges;

    /**
     * Room for columns.
     *
     * @param count how many
     * @param first the first one that is wanted of the best ones
     * @param end the first one behind them
     */
    BestColumns(int count, int first, int end) {
        this.end = end;
        this.count = count;
        columns = new int[padded(count) * LANES];
        Arrays.fill(columns, OrderedKeys.NOTHING);
        if (end <= LaneNetwork16.BEST) {
            best = new int[LaneNetwork16.BEST * LANES];
            exchanges = new int[0];
        } else {
            best = columns;
            exchanges = places(SortingNetwork.exchanges(count, first, end));
        }
    }

    /** Whether so many best ones can be found so. */
    static boolean suits(int k) {
        return k <= MOST;
    }

    /** Whether that is faster than to take one row after the other. */
    static boolean pays(int rows) {
        return rows >= FEWEST_ROWS;
    }

    /** The columns, one vector after the other, all of them to be filled before each call of {@link #find}. */
    int[] columns() {
        return columns;
    }

    /** Fills a lane of the columns. */
    void fill(int lane, int[] from, int at) {
        for (int column = 0; column < count; column++) {
            columns[column * LANES + lane] = from[at + column];
        }
    }

    /** The best ones, of which those that are wanted count. */
    int[] best() {
        return best;
    }

    void find() {
        find(padded(count));
    }

    /** See {@link VectorRowRouter#rehearse}. */
    void rehearse(boolean atWork) {
        find(atWork ? LaneNetwork16.BEST : 0);
    }

    private void find(int used) {
        if (end <= LaneNetwork.BEST) {
            LaneNetwork.find(columns, 0, used, best, 0);
        } else if (end <= LaneNetwork16.BEST) {
            LaneNetwork16.find(columns, used, best);
        } else if (used > 0) {
            exchange(columns, exchanges);
        }
    }

    /** The exchanges' places in the columns, and as often those of the last exchange as fill the last step. */
    private static int[] places(int[] exchanges) {
        int step = 2 * UNROLLED;
        int[] places = new int[(exchanges.length + step - 1) / step * step];
        Arrays.setAll(places, i -> exchanges[i < exchanges.length ? i : exchanges.length - 2 + i % 2] * LANES);
        return places;
    }

    private static int padded(int count) {
        return (count + LaneNetwork16.BEST - 1) / LaneNetwork16.BEST * LaneNetwork16.BEST;
    }

    @KernelMethod
    private static void exchange(int[] columns, int[] exchanges) {
        for (int i = 0; i < exchanges.length; i += 2 * UNROLLED) {
            int greaterAt0 = exchanges[i];
            int otherAt0 = exchanges[i + 1];
            IntVector a0 = IntVector.fromArray(INTS, columns, greaterAt0);
            IntVector b0 = IntVector.fromArray(INTS, columns, otherAt0);
            IntVector greater0 = a0.max(b0);
            greater0.intoArray(columns, greaterAt0);
            a0.lanewise(XOR, b0).lanewise(XOR, greater0).intoArray(columns, otherAt0);
            int greaterAt1 = exchanges[i + 2];
            int otherAt1 = exchanges[i + 3];
            IntVector a1 = IntVector.fromArray(INTS, columns, greaterAt1);
            IntVector b1 = IntVector.fromArray(INTS, columns, otherAt1);
            IntVector greater1 = a1.max(b1);
            greater1.intoArray(columns, greaterAt1);
            a1.lanewise(XOR, b1).lanewise(XOR, greater1).intoArray(columns, otherAt1);
            int greaterAt2 = exchanges[i + 4];
            int otherAt2 = exchanges[i + 5];
            IntVector a2 = IntVector.fromArray(INTS, columns, greaterAt2);
            IntVector b2 = IntVector.fromArray(INTS, columns, otherAt2);
            IntVector greater2 = a2.max(b2);
            greater2.intoArray(columns, greaterAt2);
            a2.lanewise(XOR, b2).lanewise(XOR, greater2).intoArray(columns, otherAt2);
            int greaterAt3 = exchanges[i + 6];
            int otherAt3 = exchanges[i + 7];
            IntVector a3 = IntVector.fromArray(INTS, columns, greaterAt3);
            IntVector b3 = IntVector.fromArray(INTS, columns, otherAt3);
            IntVector greater3 = a3.max(b3);
            greater3.intoArray(columns, greaterAt3);
            a3.lanewise(XOR, b3).lanewise(XOR, greater3).intoArray(columns, otherAt3);
            int greaterAt4 = exchanges[i + 8];
            int otherAt4 = exchanges[i + 9];
            IntVector a4 = IntVector.fromArray(INTS, columns, greaterAt4);
            IntVector b4 = IntVector.fromArray(INTS, columns, otherAt4);
            IntVector greater4 = a4.max(b4);
            greater4.intoArray(columns, greaterAt4);
            a4.lanewise(XOR, b4).lanewise(XOR, greater4).intoArray(columns, otherAt4);
        }
    }
}
