package org.moegate.docs.snippets;

import org.moegate.ScoringFunc;
import org.moegate.reference.Numerics;

/** docs/write-a-backend.md: lines that break the backend there, or change its grade. */
final class BrokenSort {

    private BrokenSort() {}

    /** One pass of the sort there, which forgets the index. */
    static void pass(long[] keys, int from, int to, int gap) {
        for (int i = from + gap; i < to; i++) {
            long key = keys[i];
            int at = i;
            for (; at - gap >= from && keys[at - gap] >> Integer.SIZE > key >> Integer.SIZE; at -= gap) {
                keys[at] = keys[at - gap];
            }
            keys[at] = key;
        }
    }

    /** Scores that round otherwise. */
    static float score(ScoringFunc function, float[] logits, int i) {
        return switch (function) {
            case SIGMOID -> (float) (1 / (1 + Math.exp(-logits[i])));
            case SQRTSOFTPLUS -> Numerics.sqrtSoftplus(logits[i]);
            case SOFTMAX -> logits[i];
        };
    }
}
