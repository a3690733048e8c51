package org.moegate.cpu.vector;

/**
 * Ranks any number of a row's candidates by insertion. For the rare rows that the other rankings leave over, and therefore
 * without vectors: vector code that hardly ever runs is never compiled, and takes a thousand times as long.
 */
final class CandidateInsertion {

    private final Candidates candidates;
    private final RankedIds ranked;
    private final int[] best;

    CandidateInsertion(Candidates candidates, RankedIds ranked) {
        this.candidates = candidates;
        this.ranked = ranked;
        best = new int[ranked.k()];
    }

    /** Ranks a row. */
    void rank(int row) {
        int[] ids = ranked.ids();
        int top = ranked.at(row);
        int filled = 0;
        int end = candidates.at(row) + candidates.count(row);
        for (int i = candidates.at(row); i < end; i++) {
            int key = candidates.keys()[i];
            if (filled == best.length && key <= best[filled - 1]) {
                continue;
            }
            int place = filled < best.length ? filled++ : filled - 1;
            for (; place > 0 && key > best[place - 1]; place--) {
                best[place] = best[place - 1];
                ids[top + place] = ids[top + place - 1];
            }
            best[place] = key;
            ids[top + place] = candidates.ids()[i];
        }
    }
}
