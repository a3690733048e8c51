package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;
import static org.moegate.cpu.vector.VectorWidth.ints;

import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.moegate.GateSpec;

/** The experts of the best groups alone, of each row, closed up so that nobody looks at the others again. */
final class OpenExperts {

    /** LANES ones, then LANES zeros; read at LANES − n it is a vector whose first n lanes are one. */
    private static final int[] STEP = new int[2 * LANES];

    static {
        Arrays.fill(STEP, 0, LANES, 1);
    }

    private final int numGroups;
    private final int kept;
    private final int groupSize;
    private final int stride;
    private final IntVector tailLimit;
    private final GroupScores scores;
    private final int[] groups;
    private final int[] keys;
    private final int[] ids;
    private final int[] laneMaxima;

    /**
     * Room for a few rows.
     *
     * @param stride elements from one row of open experts to the next
     */
    OpenExperts(GateSpec spec, int stride, int mostRows) {
        numGroups = spec.numExpertGroup();
        kept = spec.topkGroup();
        groupSize = spec.groupSize();
        this.stride = stride;
        int[] limits = new int[LANES];
        Arrays.fill(limits, OrderedKeys.NOTHING);
        Arrays.fill(limits, 0, groupSize - (groupSize - 1) / LANES * LANES, Integer.MAX_VALUE);
        tailLimit = IntVector.fromArray(INTS, limits, 0);
        scores = new GroupScores(spec, mostRows, tailLimit);
        groups = new int[kept + LANES];
        keys = new int[mostRows * stride + LANES];
        Arrays.fill(keys, OrderedKeys.NOTHING);
        ids = new int[mostRows * stride + LANES];
        laneMaxima = new int[mostRows * LANES];
    }

    /** The keys of a row's open experts, in the order of their ids, and {@link OrderedKeys#NOTHING} behind them. */
    int[] keys() {
        return keys;
    }

    /** Whose keys they are. */
    int[] ids() {
        return ids;
    }

    /** For each row the best key of each lane, over all of the row's vectors. */
    int[] laneMaxima() {
        return laneMaxima;
    }

    /** Finds them; a vector's length of keys behind the last row may be read, and does not matter. */
    void find(int rows, int[] allKeys, int allStride) {
        scores.find(rows, allKeys, allStride);
        for (int row = 0; row < rows; row++) {
            listGroups(row * numGroups);
            closeUp(row, allKeys, row * allStride);
        }
    }

    /** Group i ranks behind j if j's key is greater, or equal and j comes first; the number of such j decides. */
    private void listGroups(int first) {
        int[] groupKeys = scores.keys();
        IntVector index = ints(0).addIndex(1);
        int to = 0;
        for (int lanes = 0; lanes < numGroups; lanes += LANES) {
            IntVector values = IntVector.fromArray(INTS, groupKeys, first + lanes);
            // whatever lies behind the last group ranks behind them all
            IntVector rank = ints(0).blend(kept, index.compare(VectorOperators.GE, numGroups));
            for (int j = 0; j < numGroups; j++) {
                int notBehind = Math.max(0, Math.min(j + 1 - lanes, LANES));
                IntVector needed = values.add(IntVector.fromArray(INTS, STEP, LANES - notBehind));
                rank = rank.add(1, needed.compare(VectorOperators.LE, groupKeys[first + j]));
            }
            VectorMask<Integer> open = rank.compare(VectorOperators.LT, kept);
            index.compress(open).intoArray(groups, to);
            to += open.trueCount();
            index = index.add(LANES);
        }
    }

    private void closeUp(int row, int[] allKeys, int allAt) {
        IntVector best = ints(OrderedKeys.NOTHING);
        IntVector index = ints(0).addIndex(1);
        int lastVector = (groupSize - 1) / LANES * LANES;
        int to = row * stride;
        for (int place = 0; place < kept; place++) {
            int first = groups[place] * groupSize;
            for (int i = 0; i < lastVector; i += LANES) {
                IntVector values = IntVector.fromArray(INTS, allKeys, allAt + first + i);
                values.intoArray(keys, to + i);
                index.add(first + i).intoArray(ids, to + i);
                best = best.max(values);
            }
            // reaches into what follows, which is still to be written, or behind the row's last expert, where it is nothing
            IntVector values =
                    IntVector.fromArray(INTS, allKeys, allAt + first + lastVector).min(tailLimit);
            values.intoArray(keys, to + lastVector);
            index.add(first + lastVector).intoArray(ids, to + lastVector);
            best = best.max(values);
            to += groupSize;
        }
        best.intoArray(laneMaxima, row * LANES);
    }
}
