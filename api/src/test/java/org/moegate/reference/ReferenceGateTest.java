package org.moegate.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moegate.GateSpec;
import org.moegate.GroupScore;
import org.moegate.ScoringFunc;

/** Small rows with scores that float32 holds exactly, so that what must come out can be worked out by hand. */
@DisplayName("the reference gate")
class ReferenceGateTest {

    private static final float INFINITY = Float.POSITIVE_INFINITY;

    @Test
    @DisplayName("chooses the best experts, best first")
    void choosesTheBest() {
        Routed routed = Routed.of(plain(4, 2).build(), scores(0.125f, 0.5f, 0.25f, 0.375f), null);
        routed.assertIds(1, 3);
        routed.assertWeights(0.5f, 0.375f);
    }

    @Test
    @DisplayName("prefers the lower id among equals")
    void prefersLowerIds() {
        Routed.of(plain(4, 3).build(), scores(0.25f, 0.5f, 0.25f, 0.5f), null).assertIds(1, 3, 0);
    }

    @Test
    @DisplayName("lets the bias take part in the choice, but not in the weights")
    void biasDoesNotWeigh() {
        Routed routed = Routed.of(plain(3, 2).build(), scores(0.5f, 0.25f, 0.375f), scores(0, 1, 0));
        routed.assertIds(1, 0);
        routed.assertWeights(0.25f, 0.5f);
    }

    @Test
    @DisplayName("chooses what a bias of -Infinity or NaN masks only where nothing else is left, with a weight of 0")
    void maskedComesLast() {
        Routed routed = Routed.of(plain(3, 3).build(), scores(0.5f, 0.25f, 0.125f), scores(Float.NaN, -INFINITY, 0));
        routed.assertIds(2, 0, 1);
        routed.assertWeights(0.125f, 0, 0);
    }

    @Test
    @DisplayName("keeps the groups whose two best experts sum up highest, and chooses among their experts alone")
    void groupsByTop2Sum() {
        Routed routed = Routed.of(
                plain(9, 3).numExpertGroup(3).topkGroup(2).build(),
                scores(0.5f, 0.625f, 0.5f, 1, 0, 0, 0.75f, 0.375f, 0.25f),
                null);
        routed.assertIds(6, 1, 0);
        routed.assertWeights(0.75f, 0.625f, 0.5f);
    }

    @Test
    @DisplayName("keeps the groups with the best experts, if that is how groups are ranked")
    void groupsByMax() {
        GateSpec spec = plain(6, 2)
                .numExpertGroup(2)
                .topkGroup(1)
                .groupScore(GroupScore.MAX)
                .build();
        float[] scores = scores(0.5f, 0, 0, 0.375f, 0.25f, 0.125f);
        Routed.of(spec, scores, null).assertIds(0, 1);
        Routed.of(spec.toBuilder().groupScore(GroupScore.TOP2_SUM).build(), scores, null)
                .assertIds(3, 4);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("ranks groups of one expert by that expert")
    void groupsOfOne(GroupScore groupScore) {
        GateSpec spec = plain(4, 2)
                .numExpertGroup(4)
                .topkGroup(2)
                .groupScore(groupScore)
                .build();
        Routed.of(spec, scores(0.125f, 0.5f, 0.375f, 0.25f), null).assertIds(1, 2);
    }

    @Test
    @DisplayName("ranks a group last whose two best are Infinity and -Infinity, as their sum is no number")
    void groupWithoutASum() {
        Routed.of(
                        plain(4, 2).numExpertGroup(2).topkGroup(1).build(),
                        scores(0, 0, 0, 0),
                        scores(INFINITY, -INFINITY, 0, -1))
                .assertIds(2, 3);
    }

    @Test
    @DisplayName("divides the weights by their sum, if they are to be renormalised")
    void renormalizes() {
        Routed.of(plain(3, 2).renormalize(true).build(), scores(0.5f, 1.5f, 0.25f), null)
                .assertWeights(0.75f, 0.25f);
    }

    @Test
    @DisplayName("leaves weights of 0 as they are, which have no sum to be divided by")
    void renormalizesZeros() {
        Routed.of(plain(2, 2).renormalize(true).build(), scores(0, 0), null).assertWeights(0, 0);
    }

    @Test
    @DisplayName("scales the weights only if that is to be done on the output")
    void scales() {
        GateSpec spec = plain(3, 2).routedScalingFactor(2).build();
        float[] scores = scores(0.5f, 0.25f, 0);
        Routed.of(spec, scores, null).assertWeights(0.5f, 0.25f);
        Routed.of(spec.toBuilder().applyRoutedScalingFactorOnOutput(true).build(), scores, null)
                .assertWeights(1, 0.5f);
    }

    @Test
    @DisplayName("appends the shared experts, with the routed ones' sum over the scaling factor for a weight")
    void appendsSharedExperts() {
        GateSpec spec =
                plain(3, 4).numFusedSharedExperts(2).routedScalingFactor(2).build();
        float[] scores = scores(0.25f, 0.75f, 0);
        Routed routed = Routed.of(spec, scores, null);
        routed.assertIds(1, 0, 3, 4);
        routed.assertWeights(0.75f, 0.25f, 0.5f, 0.5f);

        scores[0] = 1.25f;
        Routed.of(spec.toBuilder().renormalize(true).build(), scores, null).assertWeights(0.625f, 0.375f, 0.5f, 0.5f);
    }

    @Test
    @DisplayName("returns the same bits for every NaN")
    void oneNan() {
        Routed routed = Routed.of(plain(2, 2).renormalize(true).build(), scores(INFINITY, INFINITY), null);
        for (float weight : routed.weights) {
            assertEquals(0x7fc00000, Float.floatToRawIntBits(weight));
        }
    }

    @Test
    @DisplayName("scores each logit by the sigmoid, if so told")
    void sigmoid() {
        assertScores(ScoringFunc.SIGMOID, scores(2, -1), Numerics.sigmoid(2), Numerics.sigmoid(-1));
    }

    @Test
    @DisplayName("scores each logit by the square root of softplus, if so told")
    void sqrtSoftplus() {
        assertScores(ScoringFunc.SQRTSOFTPLUS, scores(2, -1), Numerics.sqrtSoftplus(2), Numerics.sqrtSoftplus(-1));
    }

    @Test
    @DisplayName("scores a row by its softmax, if so told, however large its logits are")
    void softmax() {
        assertScores(ScoringFunc.SOFTMAX, scores(1e30f, 1e30f), 0.5f, 0.5f);
        assertScores(ScoringFunc.SOFTMAX, scores(-1e30f, -1e30f, -INFINITY, -1e30f, -1e30f), 0.25f, 0.25f);
        float second = Numerics.exp(-3);
        float reciprocal = 1 / (1 + second);
        assertScores(ScoringFunc.SOFTMAX, scores(-4, -1), reciprocal, second * reciprocal);
    }

    @Test
    @DisplayName("reads and writes its row alone, and remembers nothing of the one before")
    void rowByRow() {
        ReferenceGate gate =
                new ReferenceGate(plain(4, 2).numExpertGroup(2).topkGroup(1).build());
        float[] logits = {-9, -8, 8, 9, 5, 6, INFINITY, 7, -INFINITY, 5};
        int[] ids = {-7, -7, -7, -7};
        float[] weights = {7, 7, 7, 7};
        gate.route(logits, 0, null, new int[2], new float[2], 0);
        gate.route(logits, 5, null, ids, weights, 1);
        assertArrayEquals(new int[] {-7, 1, 0, -7}, ids);
        assertArrayEquals(new float[] {7, 1, Numerics.sigmoid(6), 7}, weights);
    }

    @Test
    @DisplayName("gives a padding row ids of -1 and weights of 0")
    void padding() {
        int[] ids = {3, 3, 3, 3};
        float[] weights = {3, 3, 3, 3};
        new ReferenceGate(plain(3, 2).build()).routePadding(ids, weights, 1);
        assertArrayEquals(new int[] {3, -1, -1, 3}, ids);
        assertArrayEquals(new float[] {3, 0, 0, 3}, weights);
    }

    /** A gate whose weights are the scores. */
    private static GateSpec.Builder plain(int numExperts, int topk) {
        return GateSpec.builder(numExperts, topk).renormalize(false);
    }

    private static float[] scores(float... values) {
        return values;
    }

    /** What the best two of a row weigh where nothing becomes of their scores. */
    private static void assertScores(ScoringFunc func, float[] logits, float best, float second) {
        GateSpec spec = plain(logits.length, 2).scoringFunc(func).build();
        int[] ids = new int[2];
        float[] weights = new float[2];
        new ReferenceGate(spec).route(logits, 0, null, ids, weights, 0);
        assertArrayEquals(new float[] {best, second}, weights);
    }

    /** A row's ids and weights. */
    private static final class Routed {

        private final int[] ids;
        private final float[] weights;

        private Routed(int topk) {
            ids = new int[topk];
            weights = new float[topk];
        }

        static Routed of(GateSpec spec, float[] scores, float @Nullable [] bias) {
            Routed routed = new Routed(spec.topk());
            new ReferenceGate(spec).routeScored(scores, 0, bias, routed.ids, routed.weights, 0);
            return routed;
        }

        void assertIds(int... expected) {
            assertArrayEquals(expected, ids);
        }

        void assertWeights(float... expected) {
            assertArrayEquals(expected, weights);
        }
    }
}
