package org.moegate.cpu.vector;

import org.jspecify.annotations.Nullable;

/**
 * The best {@code k} of a row of keys, in falling order, of equal ones the lower index first: a threshold that at least k
 * keys reach, one pass that collects those candidates, and their ranking.
 */
final class KeySelector {

    /** Takes the weight of a masked expert, of whom it gets row and index of the key. */
    @FunctionalInterface
    interface Masked {
        void accept(int row, int key);
    }

    private final Thresholds thresholds;
    private final Candidates candidates;
    private final @Nullable CandidateColumns columns;
    private final @Nullable CandidateSort sort;
    private final CandidateCount count;
    private final CandidateInsertion insertion;
    private final int keyStride;
    private final int numKeys;
    private final Masked masked;

    /**
     * A selector.
     *
     * @param numKeys keys in a row, which are in room for whole vectors
     * @param ranked where the best go, and how many they are
     * @param mostRows rows at a time
     * @param masked is told of masked keys
     */
    KeySelector(int numKeys, RowParts parts, RankedIds ranked, int mostRows, Masked masked) {
        this.numKeys = numKeys;
        keyStride = parts.width();
        thresholds = new Thresholds(parts, ranked.k(), mostRows);
        candidates = new Candidates(keyStride, ranked.k(), mostRows);
        columns = BestColumns.suits(ranked.k()) ? new CandidateColumns(candidates, ranked, mostRows) : null;
        sort = CandidateSort.suits(ranked.k()) ? new CandidateSort(candidates, ranked, mostRows) : null;
        count = new CandidateCount(candidates, ranked);
        insertion = new CandidateInsertion(candidates, ranked);
        this.masked = masked;
    }

    /**
     * Ranks the best of each row.
     *
     * @param keys rows of keys, of which at least k each are above {@link OrderedKeys#NOTHING}
     * @param laneMaxima the best keys of each row's parts
     */
    void select(int rows, int[] keys, int[] laneMaxima) {
        thresholds.find(rows, laneMaxima);
        for (int row = 0; row < rows; row++) {
            if (thresholds.of(row) <= OrderedKeys.MASKED) {
                mask(row, keys);
            }
        }
        candidates.collect(rows, keys, thresholds);
        if (columns != null && BestColumns.pays(rows)) {
            columns.rank(rows, thresholds);
            for (int row = 0; row < rows; row++) {
                if (!columns.hasRanked(row)) {
                    insertion.rank(row);
                }
            }
        } else {
            rankOneByOne(rows);
        }
    }

    private void rankOneByOne(int rows) {
        if (sort != null) {
            sort.rank(rows, thresholds);
        }
        for (int row = 0; row < rows; row++) {
            if (sort == null && candidates.count(row) <= CandidateCount.MOST) {
                count.rank(row);
            } else if (sort == null || !sort.hasRanked(row)) {
                insertion.rank(row);
            }
        }
    }

    /** See {@link VectorRowRouter#rehearse}. */
    void rehearse(boolean atWork) {
        thresholds.rehearse(atWork);
    }

    /**
     * Gives a row's masked experts what the contract has for them: a choice of −∞, also where it is NaN, and no weight. Only
     * a row that may choose one of them needs it, which lets all of its keys through.
     */
    private void mask(int row, int[] keys) {
        for (int i = 0; i < numKeys; i++) {
            int key = keys[row * keyStride + i];
            if (key <= OrderedKeys.MASKED) {
                keys[row * keyStride + i] = OrderedKeys.MASKED;
                masked.accept(row, i);
            }
        }
        thresholds.lower(row);
    }
}
