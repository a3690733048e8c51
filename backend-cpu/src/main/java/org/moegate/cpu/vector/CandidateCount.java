package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;
import static org.moegate.cpu.vector.VectorWidth.STEP;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Ranks a row's candidates by counting how many others each one loses to, without a branch. */
final class CandidateCount {

    /** With more candidates than this, as rows full of equal choices have, counting is slower than insertion. */
    static final int MOST = 192;

    private final Candidates candidates;
    private final RankedIds ranked;
    private final int[] ranks = new int[MOST + LANES];
    private final int[] byRank = new int[MOST + LANES];

    CandidateCount(Candidates candidates, RankedIds ranked) {
        this.candidates = candidates;
        this.ranked = ranked;
    }

    /** Ranks a row. Candidate i ranks behind j if j's key is greater, or equal and j comes first. */
    void rank(int row) {
        int first = candidates.at(row);
        int count = candidates.count(row);
        int[] ids = candidates.ids();
        int[] keys = candidates.keys();
        int padded = VectorWidth.padded(count);
        for (int lanes = 0; lanes < padded; lanes += LANES) {
            IntVector values = IntVector.fromArray(INTS, keys, first + lanes);
            IntVector rank = IntVector.broadcast(INTS, 0);
            for (int j = 0; j < count; j++) {
                int notBehind = Math.max(0, Math.min(j + 1 - lanes, LANES));
                IntVector needed = values.add(IntVector.fromArray(INTS, STEP, LANES - notBehind));
                rank = rank.add(1, needed.compare(VectorOperators.LE, keys[first + j]));
            }
            rank.intoArray(ranks, lanes);
        }
        for (int i = 0; i < count; i++) {
            byRank[ranks[i]] = ids[first + i];
        }
        System.arraycopy(byRank, 0, ranked.ids(), ranked.at(row), ranked.k());
    }
}
