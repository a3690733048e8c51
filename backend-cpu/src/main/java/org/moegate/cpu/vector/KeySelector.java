package org.moegate.cpu.vector;

import org.jspecify.annotations.Nullable;

/**
 * The best {@code k} of a row of keys, in falling order, of equal ones the lower index first: a threshold that at least k
 * keys reach, one pass that collects those candidates, and their ranking.
 */
final class KeySelector {

    private final Thresholds thresholds;
    private final Candidates candidates;
    private final @Nullable CandidateSort sort;
    private final CandidateCount count;
    private final CandidateInsertion insertion;
    private final int keyStride;
    private final float[] scores;
    private final int scoreStride;

    /**
     * A selector.
     *
     * @param numKeys keys in a row, in room for {@link Thresholds#paddedKeys}
     * @param ranked where the best go, and how many they are
     * @param mostRows rows at a time
     * @param scores the scores behind the keys, by row and index
     * @param scoreStride from one row of scores to the next
     */
    KeySelector(int numKeys, RankedIds ranked, int mostRows, float[] scores, int scoreStride) {
        keyStride = Thresholds.paddedKeys(numKeys, ranked.k());
        thresholds = new Thresholds(numKeys, ranked.k(), mostRows);
        candidates = new Candidates(keyStride, mostRows);
        sort = CandidateSort.suits(ranked.k()) ? new CandidateSort(candidates, ranked, mostRows) : null;
        count = new CandidateCount(candidates, ranked);
        insertion = new CandidateInsertion(candidates, ranked);
        this.scores = scores;
        this.scoreStride = scoreStride;
    }

    /**
     * Ranks the best of each row.
     *
     * @param keys rows of keys, of which at least k each are above {@link OrderedKeys#NOTHING}
     * @param laneMaxima for each row the best key of each lane, over all of the row's vectors
     * @param ids the indices of the keys
     * @param idStride from one row of indices to the next; 0 where all rows have the same
     */
    void select(int rows, int[] keys, int[] laneMaxima, int[] ids, int idStride) {
        thresholds.find(rows, keys, laneMaxima);
        for (int row = 0; row < rows; row++) {
            if (thresholds.of(row) <= OrderedKeys.MASKED) {
                mask(row, keys, ids, row * idStride);
            }
        }
        candidates.collect(rows, keys, ids, idStride, thresholds);
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

    /**
     * Gives a row's masked experts what the contract has for them: a choice of −∞, also where it is NaN, and no weight. Only
     * a row that may choose one of them needs it, which lets all of its keys through.
     */
    private void mask(int row, int[] keys, int[] ids, int idsAt) {
        for (int i = 0; i < keyStride; i++) {
            int key = keys[row * keyStride + i];
            if (key <= OrderedKeys.MASKED && key != OrderedKeys.NOTHING) {
                keys[row * keyStride + i] = OrderedKeys.MASKED;
                scores[row * scoreStride + ids[idsAt + i]] = 0;
            }
        }
        thresholds.lower(row);
    }
}
