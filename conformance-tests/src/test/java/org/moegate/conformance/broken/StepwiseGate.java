package org.moegate.conformance.broken;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.moegate.GateSpec;
import org.moegate.GroupScore;
import org.moegate.reference.Numerics;

/** A right gate, a row at a time, in steps that subclasses break one by one. */
class StepwiseGate {

    final void route(GateSpec spec, float[] logits, float[] bias, int[] ids, float[] weights) {
        float[] scores = scores(spec, logits);
        float[] choices = new float[scores.length];
        for (int i = 0; i < choices.length; i++) {
            choices[i] = choice(scores[i], bias[i]);
        }
        int[] chosen = chosen(spec, choices, openGroups(spec, scores, choices));
        System.arraycopy(chosen, 0, ids, 0, chosen.length);
        for (int column = 0; column < chosen.length; column++) {
            int expert = chosen[column];
            weights[column] = weight(scores[expert], choices[expert]);
        }
        float total = total(spec, weights);
        for (int i = 0; i < spec.numFusedSharedExperts(); i++) {
            ids[chosen.length + i] = spec.numExperts() + i;
            weights[chosen.length + i] = shared(spec, total);
        }
        finish(spec, total, ids, weights);
    }

    float[] scores(GateSpec spec, float[] logits) {
        float[] scores = new float[logits.length];
        switch (spec.scoringFunc()) {
            case SIGMOID -> fill(scores, i -> Numerics.sigmoid(logits[i]));
            case SQRTSOFTPLUS -> fill(scores, i -> Numerics.sqrtSoftplus(logits[i]));
            case SOFTMAX -> {
                float max = maximum(logits);
                fill(scores, i -> Numerics.exp(logits[i] - max));
                float reciprocal = 1 / sum(scores);
                fill(scores, i -> scores[i] * reciprocal);
            }
        }
        return scores;
    }

    float maximum(float[] logits) {
        float max = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = logit > max ? logit : max;
        }
        return max;
    }

    float sum(float[] values) {
        float[] partialSums = new float[Numerics.PARTIAL_SUMS];
        for (int i = 0; i < values.length; i++) {
            partialSums[i % partialSums.length] += values[i];
        }
        return Numerics.foldPartialSums(partialSums);
    }

    float choice(float score, float bias) {
        return lastIfNaN(score + bias);
    }

    List<Integer> openGroups(GateSpec spec, float[] scores, float[] choices) {
        float[] groupScores = new float[spec.numExpertGroup()];
        for (int group = 0; group < groupScores.length; group++) {
            int first = group * spec.groupSize();
            groupScores[group] = groupScore(spec, Arrays.copyOfRange(choices, first, first + spec.groupSize()));
        }
        return ranked(groupScores, groupOrder(groupScores)).subList(0, spec.topkGroup());
    }

    float groupScore(GateSpec spec, float[] choices) {
        float[] rising = choices.clone();
        Arrays.sort(rising);
        float best = rising[rising.length - 1];
        boolean one = spec.groupScore() == GroupScore.MAX || rising.length == 1;
        return one ? best : lastIfNaN(best + rising[rising.length - 2]);
    }

    Comparator<Integer> groupOrder(float[] groupScores) {
        return falling(groupScores);
    }

    int[] chosen(GateSpec spec, float[] choices, List<Integer> open) {
        return ranked(choices, expertOrder(choices)).stream()
                .filter(expert -> open.contains(expert / spec.groupSize()))
                .limit(spec.numRoutedTopk())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    Comparator<Integer> expertOrder(float[] choices) {
        return falling(choices);
    }

    float weight(float score, float choice) {
        return choice == Float.NEGATIVE_INFINITY ? 0 : score;
    }

    float total(GateSpec spec, float[] weights) {
        float total = 0;
        for (int column = 0; column < spec.numRoutedTopk(); column++) {
            total += weights[column];
        }
        return total;
    }

    float shared(GateSpec spec, float total) {
        return total / spec.routedScalingFactor();
    }

    void finish(GateSpec spec, float total, int[] ids, float[] weights) {
        for (int column = 0; column < weights.length; column++) {
            float weight = weights[column];
            if (spec.renormalize() && total != 0) {
                weight /= total;
            }
            if (spec.applyRoutedScalingFactorOnOutput()) {
                weight *= spec.routedScalingFactor();
            }
            weights[column] = Float.isNaN(weight) ? Float.NaN : weight;
        }
    }

    static float lastIfNaN(float choice) {
        return Float.isNaN(choice) ? Float.NEGATIVE_INFINITY : choice;
    }

    /** By falling value; of equal values the lower index first. */
    static Comparator<Integer> falling(float[] values) {
        return Comparator.<Integer>comparingDouble(i -> -values[i]).thenComparing(Comparator.naturalOrder());
    }

    static List<Integer> ranked(float[] values, Comparator<Integer> order) {
        List<Integer> ranked =
                new ArrayList<>(IntStream.range(0, values.length).boxed().toList());
        ranked.sort(order);
        return ranked;
    }

    static void fill(float[] values, Function value) {
        for (int i = 0; i < values.length; i++) {
            values[i] = value.at(i);
        }
    }

    /** Of an expert's index. */
    interface Function {
        float at(int expert);
    }
}
