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
            exchanges = SortingNetwork.exchanges(count, first, end);
            Arrays.setAll(exchanges, i -> exchanges[i] * LANES);
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
            exchange();
        }
    }

    private static int padded(int count) {
        return (count + LaneNetwork16.BEST - 1) / LaneNetwork16.BEST * LaneNetwork16.BEST;
    }

    private void exchange() {
        for (int i = 0; i < exchanges.length; i += 2) {
            int greaterAt = exchanges[i];
            int otherAt = exchanges[i + 1];
            IntVector a = IntVector.fromArray(INTS, columns, greaterAt);
            IntVector b = IntVector.fromArray(INTS, columns, otherAt);
            IntVector greater = a.max(b);
            greater.intoArray(columns, greaterAt);
            a.lanewise(XOR, b).lanewise(XOR, greater).intoArray(columns, otherAt);
        }
    }
}
