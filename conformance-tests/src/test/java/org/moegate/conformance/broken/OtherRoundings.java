package org.moegate.conformance.broken;

import org.moegate.GateSpec;

/** A right gate that rounds otherwise than the reference: functions of the platform, sums in the order of the experts. */
final class OtherRoundings extends StepwiseGate {

    @Override
    float[] scores(GateSpec spec, float[] logits) {
        float[] scores = new float[logits.length];
        switch (spec.scoringFunc()) {
            case SIGMOID -> fill(scores, i -> (float) (1 / (1 + Math.exp(-logits[i]))));
            case SQRTSOFTPLUS ->
                fill(scores, i ->
                        (float) Math.sqrt(Math.max(logits[i], 0.0) + Math.log1p(Math.exp(-Math.abs(logits[i])))));
            case SOFTMAX -> {
                float max = maximum(logits);
                fill(scores, i -> (float) Math.exp(logits[i] - max));
                float sum = sum(scores);
                fill(scores, i -> scores[i] / sum);
            }
        }
        return scores;
    }

    @Override
    float sum(float[] values) {
        float sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
