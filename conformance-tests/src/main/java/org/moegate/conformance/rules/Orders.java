package org.moegate.conformance.rules;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/** Rows of logits by where their best experts lie: what a search in parts, or a network of exchanges, can get wrong. */
final class Orders {

    private static final float BEST = 1.2f;
    private static final float WORST_OF_BEST = 0.8f;
    private static final float OTHERS = -4;

    /** A few units in the last place of the scores. */
    private static final float CLOSE = 0x1p-20f;

    /** Numbers are drawn below this. */
    private static final int DRAWN = 1 << 16;

    /** How experts lie that stand out. */
    enum Among {
        SHUFFLED,
        RISING,
        FALLING,
        BETTER_HALF_BEHIND,
        MOSTLY_RISING
    }

    private Orders() {}

    /** Every expert's logit another, in the order of a key, the smallest first; of equal keys the lower index first. */
    static float[] byKey(int experts, IntUnaryOperator key) {
        int[] places = places(experts, key, place -> 0);
        float[] logits = new float[experts];
        for (int rank = 0; rank < experts; rank++) {
            logits[places[rank]] = 2 - 6f * rank / experts;
        }
        return logits;
    }

    /**
     * Some experts stand out: those with the smallest keys.
     *
     * @param best how many stand out
     * @param key of equal ones any may stand out
     * @param among how they lie
     * @param last those of them that are behind all the others
     * @param othersEqual whether all that do not stand out have the same logit
     */
    static float[] standingOut(
            int experts,
            int best,
            IntUnaryOperator key,
            Among among,
            IntPredicate last,
            boolean othersEqual,
            SplittableRandom random) {
        int[] places = places(experts, key, place -> random.nextInt(DRAWN));
        float[] logits = new float[experts];
        for (int rank = best; rank < experts; rank++) {
            logits[places[rank]] = othersEqual ? OTHERS : OTHERS - 2f * rank / experts;
        }
        int[] rising = Arrays.copyOf(places, best);
        Arrays.sort(rising);
        IntUnaryOperator order = among(among, best, random);
        int[] falling = places(best, i -> last.test(rising[i]) ? 1 : 0, order);
        for (int rank = 0; rank < best; rank++) {
            logits[rising[falling[rank]]] = BEST - (BEST - WORST_OF_BEST) * rank / best;
        }
        return logits;
    }

    /** With the two experts about which the last place is nearly equal, and the one with the higher index a little better. */
    static float[] close(float[] logits, int chosen) {
        int[] falling = places(logits.length, place -> -Float.floatToIntBits(logits[place] + 8), place -> 0);
        int one = falling[chosen - 1];
        int another = falling[chosen];
        float close = logits[one];
        logits[Math.min(one, another)] = close;
        logits[Math.max(one, another)] = close + CLOSE;
        return logits;
    }

    /** A number for each place of those that stand out, the smallest for the best. */
    private static IntUnaryOperator among(Among among, int count, SplittableRandom random) {
        return switch (among) {
            case SHUFFLED -> place -> random.nextInt(DRAWN);
            case RISING -> place -> count - place;
            case FALLING -> place -> place;
            case BETTER_HALF_BEHIND -> place -> random.nextInt(DRAWN / 2) + (place < count / 2 ? DRAWN / 2 : 0);
            case MOSTLY_RISING -> place -> random.nextInt(DRAWN / 2) + DRAWN / 2 * (count - place) / count - 1;
        };
    }

    /** All places by their keys, by another number below {@link #DRAWN} where those are equal, and then by their indices. */
    private static int[] places(int count, IntUnaryOperator key, IntUnaryOperator then) {
        long[] packed = new long[count];
        for (int place = 0; place < count; place++) {
            packed[place] = ((long) key.applyAsInt(place) * DRAWN + then.applyAsInt(place)) * count + place;
        }
        Arrays.sort(packed);
        int[] places = new int[count];
        Arrays.setAll(places, rank -> Math.floorMod(packed[rank], count));
        return places;
    }
}
