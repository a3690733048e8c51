package com.example.gate;

import java.util.Arrays;
import org.moegate.GateSpec;
import org.moegate.GroupScore;
import org.moegate.ScoringFunc;
import org.moegate.reference.Numerics;

/** Routes one row at a time, in the steps of the contract, by sorting. Its arrays are scratch memory for one thread. */
final class RowSorter {

    private final GateSpec spec;
    private final float[] scores;
    private final float[] partialSums = new float[Numerics.PARTIAL_SUMS];
    private final long[] choices;
    private final long[] groups;
    private final long[] candidates;

    RowSorter(GateSpec spec) {
        this.spec = spec;
        scores = new float[spec.numExperts()];
        choices = new long[spec.numExperts()];
        groups = new long[spec.numExpertGroup()];
        candidates = new long[spec.topkGroup() * spec.groupSize()];
    }

    void route(float[] logits, float[] bias, int[] ids, float[] weights) {
        score(logits);
        for (int i = 0; i < choices.length; i++) {
            choices[i] = SortKeys.of(scores[i] + bias[i], i);
        }
        sortOpenGroups();
        weigh(ids, weights);
    }

    private void score(float[] logits) {
        for (int i = 0; i < scores.length; i++) {
            scores[i] = switch (spec.scoringFunc()) {
                case SIGMOID -> Numerics.sigmoid(logits[i]);
                case SQRTSOFTPLUS -> Numerics.sqrtSoftplus(logits[i]);
                case SOFTMAX -> logits[i];
            };
        }
        if (spec.scoringFunc() == ScoringFunc.SOFTMAX) {
            softmax();
        }
    }

    /** The bits of a sum depend on its order, which the numerics lay down: 32 partial sums, folded in the end. */
    private void softmax() {
        float max = Float.NEGATIVE_INFINITY;
        for (float logit : scores) {
            max = logit > max ? logit : max;
        }
        Arrays.fill(partialSums, 0);
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Numerics.exp(scores[i] - max);
            partialSums[i % partialSums.length] += scores[i];
        }
        float reciprocal = 1 / Numerics.foldPartialSums(partialSums);
        for (int i = 0; i < scores.length; i++) {
            scores[i] *= reciprocal;
        }
    }

    /** Sorts each group, then the groups by their scores, then the experts of the best groups together. */
    private void sortOpenGroups() {
        int size = spec.groupSize();
        for (int group = 0; group < groups.length; group++) {
            int first = group * size;
            SortKeys.sort(choices, first, first + size);
            float best = SortKeys.value(choices[first]);
            boolean onlyBest = spec.groupScore() == GroupScore.MAX || size == 1;
            float score = onlyBest ? best : best + SortKeys.value(choices[first + 1]);
            groups[group] = SortKeys.of(score, group);
        }
        SortKeys.sort(groups, 0, groups.length);
        for (int place = 0; place < spec.topkGroup(); place++) {
            int group = SortKeys.index(groups[place]);
            System.arraycopy(choices, group * size, candidates, place * size, size);
        }
        SortKeys.sort(candidates, 0, candidates.length);
    }

    private void weigh(int[] ids, float[] weights) {
        int routed = spec.numRoutedTopk();
        float total = 0;
        for (int column = 0; column < routed; column++) {
            ids[column] = SortKeys.index(candidates[column]);
            boolean masked = SortKeys.value(candidates[column]) == Float.NEGATIVE_INFINITY;
            weights[column] = masked ? 0 : scores[ids[column]];
            total += weights[column];
        }
        for (int column = routed; column < spec.topk(); column++) {
            ids[column] = spec.numExperts() + column - routed;
            weights[column] = total / spec.routedScalingFactor();
        }
        for (int column = 0; column < spec.topk(); column++) {
            float weight = spec.renormalize() && total != 0 ? weights[column] / total : weights[column];
            weight *= spec.applyRoutedScalingFactorOnOutput() ? spec.routedScalingFactor() : 1;
            weights[column] = Float.isNaN(weight) ? Float.NaN : weight; // one pattern of bits for all NaN
        }
    }
}
