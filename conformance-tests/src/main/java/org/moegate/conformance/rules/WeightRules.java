package org.moegate.conformance.rules;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.moegate.GateSpec;
import org.moegate.GroupScore;
import org.moegate.ScoringFunc;
import org.moegate.conformance.Rule;
import org.moegate.conformance.cases.RandomCases;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.conformance.cases.Row;
import org.moegate.conformance.judge.Subject;
import org.moegate.spi.Grade;

/** Steps 4 to 8: the chosen experts' order and what they weigh. */
public interface WeightRules {

    @Rule(
            value = "Columns are in falling order of choice",
            contract = "2.4",
            check = "Not in the order of weights, which the bias makes another, nor of indices.")
    default void columnsFollowChoice(Subject gate) {
        GateSpec spec = GateSpec.builder(32, 8).build();
        gate.check(RoutingCase.of(
                        "the bias turns the order round",
                        spec,
                        Row.rising(32, -1, 1).values())
                .withBias(Row.rising(32, 1.2, 0).values()));
        gate.check(RoutingCase.of("random rows", spec, RandomCases.logits(61, 40, 32)));
    }

    @Rule(
            value = "Renormalised weights are divided by their total",
            contract = "2.7",
            check = "The total is of the weights, without bias.")
    default void renormalizedWeightsSumToOne(Subject gate) {
        gate.check(biased(GateSpec.builder(64, 6).renormalize(true).build(), 62));
        gate.check(biased(GateSpec.builder(384, 8).renormalize(true).build(), 63));
    }

    @Rule(
            value = "Without renormalisation weights are the scores themselves",
            contract = "2.7",
            check = "The renormalize flag.")
    default void weightsStayScores(Subject gate) {
        gate.check(biased(GateSpec.builder(64, 6).renormalize(false).build(), 64));
    }

    @Rule(
            value = "Where the total is 0, weights stay as they are",
            contract = "2.7",
            check = "0 divided by 0; adding a small number to the total instead changes every other row.")
    default void zeroTotalsStay(Subject gate) {
        GateSpec spec = GateSpec.builder(8, 3)
                .numFusedSharedExperts(1)
                .routedScalingFactor(2)
                .build();
        gate.check(RoutingCase.of(
                "scores of 0", spec, Row.filled(8, Float.NEGATIVE_INFINITY).values()));
        gate.check(RoutingCase.of(
                "many rows of scores of 0",
                spec,
                Row.filled(20 * 8, Float.NEGATIVE_INFINITY).values()));
        gate.check(RoutingCase.of(
                "small scores, which are divided", spec, Row.rising(8, -12, -11).values()));
    }

    @Rule(
            value = "A scaled output is multiplied by the factor once",
            contract = "2.8",
            check = "The factor is applied after renormalising, to every column, and nowhere else.")
    default void scalesOnce(Subject gate) {
        for (boolean renormalize : new boolean[] {false, true}) {
            gate.check(biased(
                    GateSpec.builder(64, 6)
                            .renormalize(renormalize)
                            .routedScalingFactor(2.5)
                            .applyRoutedScalingFactorOnOutput(true)
                            .build(),
                    65));
        }
    }

    @Rule(
            value = "A factor that is not for the output leaves routed weights alone",
            contract = "2.8",
            check = "The apply_routed_scaling_factor_on_output flag.")
    default void factorAloneScalesNothing(Subject gate) {
        gate.check(biased(
                GateSpec.builder(64, 6)
                        .routedScalingFactor(2.5)
                        .applyRoutedScalingFactorOnOutput(false)
                        .build(),
                66));
    }

    @Rule(
            value = "Shared experts take the last columns, with ids behind the routed ones",
            contract = "2.6",
            check = "Ids num_experts, num_experts + 1, ...; topk counts them.")
    default void sharedExpertsComeLast(Subject gate) {
        for (int shared = 1; shared <= 4; shared++) {
            gate.check(biased(
                    GateSpec.builder(40, 5 + shared)
                            .numFusedSharedExperts(shared)
                            .build(),
                    67));
        }
    }

    @Rule(
            value = "A shared expert weighs the routed total divided by the factor",
            contract = "2.6",
            check = "The total before renormalising; divided by the factor even if the output is not scaled.")
    default void sharedExpertsWeighTheTotal(Subject gate) {
        for (boolean scaled : new boolean[] {false, true}) {
            gate.check(biased(
                    GateSpec.builder(40, 6)
                            .numFusedSharedExperts(1)
                            .renormalize(false)
                            .routedScalingFactor(2.5)
                            .applyRoutedScalingFactorOnOutput(scaled)
                            .build(),
                    68));
        }
    }

    @Rule(
            value = "The total that renormalises is that of the routed experts alone",
            contract = "2.7",
            check = "The sum comes before the shared experts' columns.")
    default void totalLeavesSharedExpertsOut(Subject gate) {
        gate.check(biased(
                GateSpec.builder(40, 7)
                        .numFusedSharedExperts(2)
                        .renormalize(true)
                        .routedScalingFactor(2.5)
                        .build(),
                69));
    }

    @Rule(
            value = "Every combination of flags, functions and group scores is its own gate",
            contract = "1.9",
            check = "Flags that are read together, or one in place of another.")
    default void everyCombinationOfFlags(Subject gate) {
        for (ScoringFunc function : ScoringFunc.values()) {
            for (GroupScore groupScore : GroupScore.values()) {
                for (int flags = 0; flags < 8; flags++) {
                    gate.check(biased(
                            GateSpec.builder(32, 6)
                                    .numExpertGroup(4)
                                    .topkGroup(2)
                                    .scoringFunc(function)
                                    .groupScore(groupScore)
                                    .renormalize((flags & 1) != 0)
                                    .applyRoutedScalingFactorOnOutput((flags & 2) != 0)
                                    .numFusedSharedExperts((flags & 4) == 0 ? 0 : 2)
                                    .routedScalingFactor(1.75)
                                    .build(),
                            70 + flags));
                }
            }
        }
    }

    @Rule(
            value = "The total is summed in column order",
            contract = "6.2",
            check = "Sums in a tree, or in the order of indices, round otherwise.",
            skipped = "The device is judged as conformant, which leaves the order of sums open.")
    default void totalIsSummedInColumnOrder(Subject gate) {
        assumeTrue(gate.grade() == Grade.BIT_EXACT, "judged as conformant, which leaves the order of sums open");
        for (int topk : new int[] {3, 8, 10, 16, 64}) {
            gate.check(biased(GateSpec.builder(128, topk).build(), 80 + topk));
        }
    }

    private static RoutingCase biased(GateSpec spec, int seed) {
        return RoutingCase.of("random rows", spec, RandomCases.logits(seed, 30, spec.numExperts()))
                .withBias(RandomCases.bias(seed, spec.numExperts()));
    }
}
