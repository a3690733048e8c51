package org.moegate.reference;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;
import org.moegate.GroupScore;

/**
 * Routes one token at a time, step by step as the contract has it. What it returns is the bit-exact grade's definition.
 *
 * <p>An instance holds scratch memory for a row and serves one thread at a time; it allocates nothing after construction.
 */
public final class ReferenceGate {

    private final GateSpec spec;
    private final float[] scores;
    private final float[] choices;
    private final float[] partialSums = new float[Numerics.PARTIAL_SUMS];
    private final Ranking bestInGroup;
    private final Ranking groups;
    private final Ranking experts;
    private final boolean[] open;

    /**
     * A gate for one spec.
     *
     * @param spec the gate
     */
    public ReferenceGate(GateSpec spec) {
        this.spec = spec;
        scores = new float[spec.numExperts()];
        choices = new float[spec.numExperts()];
        bestInGroup = new Ranking(spec.groupScore() == GroupScore.MAX ? 1 : Math.min(2, spec.groupSize()));
        groups = new Ranking(spec.topkGroup());
        experts = new Ranking(spec.numRoutedTopk());
        open = new boolean[spec.numExpertGroup()];
    }

    /**
     * Routes one token.
     *
     * @param logits holds [num_experts], widened to float32
     * @param logitsAt index of the first logit
     * @param bias [num_experts], widened to float32; null for none
     * @param topkIds receives topk ids
     * @param topkWeights receives topk weights
     * @param topkAt index of the first of each
     */
    public void route(
            float[] logits, int logitsAt, float @Nullable [] bias, int[] topkIds, float[] topkWeights, int topkAt) {
        score(logits, logitsAt);
        routeScored(scores, 0, bias, topkIds, topkWeights, topkAt);
    }

    /**
     * Routes one token whose scores are known, as a backend may need for the rare rows that its own steps leave undecided.
     *
     * @param rowScores holds [num_experts], as {@link Numerics} has them
     * @param scoresAt index of the first score
     * @param bias [num_experts], widened to float32; null for none
     * @param topkIds receives topk ids
     * @param topkWeights receives topk weights
     * @param topkAt index of the first of each
     */
    public void routeScored(
            float[] rowScores, int scoresAt, float @Nullable [] bias, int[] topkIds, float[] topkWeights, int topkAt) {
        choose(rowScores, scoresAt, bias);
        openBestGroups();
        rankExperts();
        float total = weigh(rowScores, scoresAt, topkIds, topkWeights, topkAt);
        appendSharedExperts(total, topkIds, topkWeights, topkAt + spec.numRoutedTopk());
        finish(total, topkWeights, topkAt);
    }

    /**
     * What a padding row gets.
     *
     * @param topkIds receives topk times −1
     * @param topkWeights receives topk times 0
     * @param topkAt index of the first of each
     */
    public void routePadding(int[] topkIds, float[] topkWeights, int topkAt) {
        Arrays.fill(topkIds, topkAt, topkAt + spec.topk(), -1);
        Arrays.fill(topkWeights, topkAt, topkAt + spec.topk(), 0);
    }

    private void score(float[] logits, int at) {
        switch (spec.scoringFunc()) {
            case SIGMOID -> {
                for (int i = 0; i < scores.length; i++) {
                    scores[i] = Numerics.sigmoid(logits[at + i]);
                }
            }
            case SQRTSOFTPLUS -> {
                for (int i = 0; i < scores.length; i++) {
                    scores[i] = Numerics.sqrtSoftplus(logits[at + i]);
                }
            }
            case SOFTMAX -> softmax(logits, at);
        }
    }

    private void softmax(float[] logits, int at) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < scores.length; i++) {
            max = logits[at + i] > max ? logits[at + i] : max;
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Numerics.exp(logits[at + i] - max);
        }
        float reciprocal = 1 / Numerics.sum(scores, partialSums);
        for (int i = 0; i < scores.length; i++) {
            scores[i] *= reciprocal;
        }
    }

    private void choose(float[] rowScores, int at, float @Nullable [] bias) {
        for (int i = 0; i < choices.length; i++) {
            choices[i] = lastIfNaN(bias == null ? rowScores[at + i] : rowScores[at + i] + bias[i]);
        }
    }

    private void openBestGroups() {
        groups.clear();
        for (int group = 0; group < open.length; group++) {
            groups.offer(group, groupScore(group));
        }
        Arrays.fill(open, false);
        for (int place = 0; place < spec.topkGroup(); place++) {
            open[groups.id(place)] = true;
        }
    }

    private float groupScore(int group) {
        bestInGroup.clear();
        int first = group * spec.groupSize();
        for (int i = first; i < first + spec.groupSize(); i++) {
            bestInGroup.offer(i, choices[i]);
        }
        boolean onlyBest = spec.groupScore() == GroupScore.MAX || spec.groupSize() == 1;
        // +∞ and −∞ in one group: their sum is NaN, and NaN comes last here too
        return onlyBest ? bestInGroup.value(0) : lastIfNaN(bestInGroup.value(0) + bestInGroup.value(1));
    }

    private void rankExperts() {
        experts.clear();
        for (int i = 0; i < choices.length; i++) {
            if (open[i / spec.groupSize()]) {
                experts.offer(i, choices[i]);
            }
        }
    }

    private float weigh(float[] rowScores, int scoresAt, int[] topkIds, float[] topkWeights, int at) {
        float total = 0;
        for (int column = 0; column < spec.numRoutedTopk(); column++) {
            int id = experts.id(column);
            boolean masked = experts.value(column) == Float.NEGATIVE_INFINITY;
            topkIds[at + column] = id;
            topkWeights[at + column] = masked ? 0 : rowScores[scoresAt + id];
            total += topkWeights[at + column];
        }
        return total;
    }

    private void appendSharedExperts(float total, int[] topkIds, float[] topkWeights, int at) {
        for (int i = 0; i < spec.numFusedSharedExperts(); i++) {
            topkIds[at + i] = spec.numExperts() + i;
            topkWeights[at + i] = total / spec.routedScalingFactor();
        }
    }

    private void finish(float total, float[] topkWeights, int at) {
        for (int i = at; i < at + spec.topk(); i++) {
            float weight = topkWeights[i];
            if (spec.renormalize() && total != 0) {
                weight /= total;
            }
            if (spec.applyRoutedScalingFactorOnOutput()) {
                weight *= spec.routedScalingFactor();
            }
            // ∞/∞ is a NaN whose bits differ from machine to machine: one pattern stands for all
            topkWeights[i] = Float.isNaN(weight) ? Float.NaN : weight;
        }
    }

    private static float lastIfNaN(float choice) {
        return Float.isNaN(choice) ? Float.NEGATIVE_INFINITY : choice;
    }
}
