package org.moegate.conformance.rules;

import org.moegate.GateSpec;
import org.moegate.ScoringFunc;
import org.moegate.conformance.Rule;
import org.moegate.conformance.cases.RandomCases;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.conformance.cases.Row;
import org.moegate.conformance.judge.Subject;

/** Step 1: from logits to scores. */
public interface ScoringRules {

    @Rule(
            value = "The sigmoid is exact from one end of float32 to the other",
            contract = "2.1",
            check = "The exponential, its clamps, and whether scores are kept in float32.")
    default void sigmoid(Subject gate) {
        gate.check(scores("sigmoid of -120 to 120", ScoringFunc.SIGMOID));
    }

    @Rule(
            value = "The square root of softplus is exact from one end of float32 to the other",
            contract = "2.1",
            check = "softplus as max(x, 0) + log(1 + e^-|x|), and the logarithm near 1.")
    default void sqrtSoftplus(Subject gate) {
        gate.check(scores("sqrtsoftplus of -120 to 120", ScoringFunc.SQRTSOFTPLUS));
    }

    @Rule(
            value = "The softmax goes over all experts, those that are not chosen too",
            contract = "2.1",
            check = "The sum of the exponentials: over the whole row, in float32.")
    default void softmax(Subject gate) {
        GateSpec spec = GateSpec.builder(100, 1)
                .scoringFunc(ScoringFunc.SOFTMAX)
                .renormalize(false)
                .build();
        float[][] rows = new float[100][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Row.rising(100, -3, 3).with(3.5f + i * 0.1f, i).values();
        }
        gate.check(RoutingCase.of("one of 100 experts stands out", spec, rows));
    }

    @Rule(
            value = "The softmax takes the row's maximum off first, so that large logits do not overflow",
            contract = "2.1",
            check = "The maximum: over the whole row, and subtracted before the exponential.")
    default void softmaxOfLargeLogits(Subject gate) {
        GateSpec spec = GateSpec.builder(40, 2)
                .scoringFunc(ScoringFunc.SOFTMAX)
                .renormalize(false)
                .build();
        gate.check(RoutingCase.of(
                "logits far from 0",
                spec,
                Row.rising(40, 900, 1000).values(),
                Row.rising(40, -1000, -900).values(),
                Row.filled(40, -3e38f).with(3e38f, 17).with(2e38f, 5).values()));
    }

    @Rule(
            value = "Groups, masks and padding leave the softmax's sum alone",
            contract = "2.1",
            check = "The softmax comes before the bias and the groups.")
    default void softmaxComesBeforeGroups(Subject gate) {
        GateSpec spec = GateSpec.builder(64, 4)
                .numExpertGroup(8)
                .topkGroup(2)
                .scoringFunc(ScoringFunc.SOFTMAX)
                .renormalize(false)
                .build();
        float[] bias = Row.filled(64, 0).with(Float.NEGATIVE_INFINITY, 3, 9, 40).values();
        gate.check(RoutingCase.of("softmax, groups and masks", spec, RandomCases.logits(11, 60, 64))
                .withBias(bias)
                .withPaddingFrom(50));
    }

    private static RoutingCase scores(String name, ScoringFunc function) {
        GateSpec spec =
                GateSpec.builder(1, 1).scoringFunc(function).renormalize(false).build();
        return RoutingCase.of(name, spec, Row.rising(24_001, -120, 120).values());
    }
}
