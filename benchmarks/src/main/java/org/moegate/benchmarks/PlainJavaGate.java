package org.moegate.benchmarks;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;
import org.moegate.GroupScore;

/**
 * The gate as a Java engine writes it today, written well: score the row with {@link Math#exp}, sort, gather, renormalise.
 * It sorts primitive longs that hold choice and index, so nothing is boxed; its scratch is reused, so nothing is allocated.
 *
 * <p>Serves one thread at a time. Finite logits only, and no fused shared experts.
 */
final class PlainJavaGate {

    private final GateSpec spec;
    private final float[] scores;
    private final float[] choices;
    private final long[] sortedGroups;
    private final long[] sortedExperts;

    PlainJavaGate(GateSpec spec) {
        if (spec.numFusedSharedExperts() != 0) {
            throw new IllegalArgumentException(
                    "num_fused_shared_experts = " + spec.numFusedSharedExperts() + ": must be 0 here");
        }
        this.spec = spec;
        scores = new float[spec.numExperts()];
        choices = new float[spec.numExperts()];
        sortedGroups = new long[spec.numExpertGroup()];
        sortedExperts = new long[spec.topkGroup() * spec.groupSize()];
    }

    void route(int numTokens, float[] logits, float @Nullable [] bias, int[] topkIds, float[] topkWeights) {
        for (int row = 0; row < numTokens; row++) {
            score(logits, row * spec.numExperts());
            choose(bias);
            sortOpenExperts();
            weigh(topkIds, topkWeights, row * spec.topk());
        }
    }

    private void score(float[] logits, int from) {
        switch (spec.scoringFunc()) {
            case SIGMOID -> {
                for (int i = 0; i < scores.length; i++) {
                    scores[i] = (float) (1 / (1 + Math.exp(-logits[from + i])));
                }
            }
            case SOFTMAX -> softmax(logits, from);
            case SQRTSOFTPLUS -> {
                for (int i = 0; i < scores.length; i++) {
                    scores[i] = (float) Math.sqrt(Math.log1p(Math.exp(logits[from + i])));
                }
            }
        }
    }

    private void softmax(float[] logits, int from) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < scores.length; i++) {
            max = Math.max(max, logits[from + i]);
        }
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) Math.exp(logits[from + i] - max);
            sum += scores[i];
        }
        float reciprocal = (float) (1 / sum);
        for (int i = 0; i < scores.length; i++) {
            scores[i] *= reciprocal;
        }
    }

    private void choose(float @Nullable [] bias) {
        for (int i = 0; i < choices.length; i++) {
            choices[i] = bias == null ? scores[i] : scores[i] + bias[i];
        }
    }

    private void sortOpenExperts() {
        sortGroups();
        int count = 0;
        for (int place = 0; place < spec.topkGroup(); place++) {
            int first = index(sortedGroups[place]) * spec.groupSize();
            for (int i = first; i < first + spec.groupSize(); i++) {
                sortedExperts[count++] = bestFirst(choices[i], i);
            }
        }
        Arrays.sort(sortedExperts);
    }

    private void sortGroups() {
        if (spec.numExpertGroup() == 1) {
            return;
        }
        for (int group = 0; group < sortedGroups.length; group++) {
            sortedGroups[group] = bestFirst(groupScore(group), group);
        }
        Arrays.sort(sortedGroups);
    }

    private float groupScore(int group) {
        float best = Float.NEGATIVE_INFINITY;
        float second = Float.NEGATIVE_INFINITY;
        int first = group * spec.groupSize();
        for (int i = first; i < first + spec.groupSize(); i++) {
            if (choices[i] > best) {
                second = best;
                best = choices[i];
            } else if (choices[i] > second) {
                second = choices[i];
            }
        }
        return spec.groupScore() == GroupScore.MAX || spec.groupSize() == 1 ? best : best + second;
    }

    private void weigh(int[] topkIds, float[] topkWeights, int at) {
        float total = 0;
        for (int column = 0; column < spec.topk(); column++) {
            int id = index(sortedExperts[column]);
            topkIds[at + column] = id;
            topkWeights[at + column] = scores[id];
            total += scores[id];
        }
        float factor = spec.renormalize() ? 1 / total : 1;
        if (spec.applyRoutedScalingFactorOnOutput()) {
            factor *= spec.routedScalingFactor();
        }
        for (int column = 0; column < spec.topk(); column++) {
            topkWeights[at + column] *= factor;
        }
    }

    /** A long for each value and index, which rises as the value falls and, among equal values, as the index rises. */
    private static long bestFirst(float value, int index) {
        // + 0f: the two zeros are equal
        int bits = Float.floatToRawIntBits(value + 0f);
        int rising = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
        return (long) ~rising << Integer.SIZE | index;
    }

    private static int index(long bestFirst) {
        return (int) bestFirst;
    }
}
