package org.moegate.conformance.rules;

import static java.lang.Float.NEGATIVE_INFINITY;
import static java.lang.Float.NaN;
import static java.lang.Float.POSITIVE_INFINITY;

import java.util.Arrays;
import org.moegate.GateSpec;
import org.moegate.GroupScore;
import org.moegate.ScoringFunc;
import org.moegate.conformance.Rule;
import org.moegate.conformance.cases.RandomCases;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.conformance.cases.Row;
import org.moegate.conformance.judge.Subject;

/** NaN, infinities, and experts that a bias masks. */
public interface MaskRules {

    @Rule(
            value = "An expert whose logit is NaN comes last",
            contract = "2.2",
            check =
                    "Comparisons with NaN are false whichever way they are written; bits of a NaN order as large numbers.")
    default void nanLogitsComeLast(Subject gate) {
        GateSpec spec = GateSpec.builder(16, 4).build();
        gate.check(RoutingCase.of(
                "NaN among the logits",
                spec,
                Row.rising(16, -2, 2).with(NaN, 15).values(),
                Row.rising(16, -2, 2).with(NaN, 0, 1, 2).values(),
                Row.rising(16, -2, 2)
                        .with(Float.intBitsToFloat(0xffc00001), 3, 12, 13)
                        .values()));
    }

    @Rule(
            value = "An expert whose bias is NaN comes last and weighs 0",
            contract = "2.2",
            check = "The NaN rule is on the choice, after the bias was added.")
    default void nanBiasComesLast(Subject gate) {
        GateSpec spec = GateSpec.builder(6, 5).build();
        gate.check(RoutingCase.of("NaN in the bias", spec, Row.rising(6, 2, -2).values())
                .withBias(Row.filled(6, 0).with(NaN, 0, 3).values()));
    }

    @Rule(
            value = "In a row of nothing but NaN the first experts are chosen and weigh 0",
            contract = "2.5",
            check = "Ids stay in range where no choice beats the initial one, and 0 is not divided by 0.")
    default void rowsOfNothingButNan(Subject gate) {
        for (ScoringFunc function : ScoringFunc.values()) {
            for (int groups : new int[] {1, 4}) {
                GateSpec spec = GateSpec.builder(64, 6)
                        .numExpertGroup(groups)
                        .topkGroup((groups + 1) / 2)
                        .scoringFunc(function)
                        .numFusedSharedExperts(1)
                        .build();
                gate.check(RoutingCase.of(
                        "NaN everywhere", spec, Row.filled(64, NaN).values()));
            }
        }
    }

    @Rule(
            value = "One NaN makes all scores of a softmax NaN",
            contract = "2.1",
            check = "The sum is over all experts; a maximum that skips the NaN is right, a sum that does is not.")
    default void nanUnderSoftmax(Subject gate) {
        GateSpec spec = GateSpec.builder(32, 3).scoringFunc(ScoringFunc.SOFTMAX).build();
        gate.check(RoutingCase.of(
                "NaN under a softmax", spec, Row.rising(32, -1, 1).with(NaN, 9).values()));
    }

    @Rule(
            value = "A NaN spoils its own row alone",
            contract = "5.2",
            check = "Scratch memory that keeps a NaN, and reductions over neighbouring rows.")
    default void nanSpoilsItsRowAlone(Subject gate) {
        GateSpec spec = GateSpec.builder(40, 4).build();
        float[] logits = RandomCases.logits(51, 35, 40);
        for (int row = 0; row < 35; row += 3) {
            Arrays.fill(logits, row * 40, row * 40 + 40, NaN);
        }
        gate.check(RoutingCase.of("every third row is NaN", spec, logits));
    }

    @Rule(
            value = "A bias of minus infinity masks an expert while others are left",
            contract = "2.5",
            check = "Infinities in the choice, and initial values that a masked choice cannot beat.")
    default void masksHold(Subject gate) {
        GateSpec spec = GateSpec.builder(64, 8).build();
        Row logits = Row.rising(64, -3, -2);
        Row bias = Row.filled(64, 0.1f);
        for (int expert = 0; expert < 64; expert += 2) {
            logits = logits.with(4, expert);
            bias = bias.with(NEGATIVE_INFINITY, expert);
        }
        gate.check(RoutingCase.of("the better half is masked", spec, logits.values())
                .withBias(bias.values()));
    }

    @Rule(
            value = "Masked experts are chosen when too few others are left, and weigh 0",
            contract = "2.5",
            check = "The weight of an expert whose choice is minus infinity is 0, not its score; lower indices first.")
    default void maskedExpertsWeighNothing(Subject gate) {
        GateSpec spec = GateSpec.builder(10, 6).build();
        float[] bias = Row.filled(10, NEGATIVE_INFINITY).with(0, 4, 7, 8).values();
        gate.check(RoutingCase.of(
                        "three of ten are left for six places",
                        spec,
                        Row.rising(10, -1, 1).values())
                .withBias(bias));
        gate.check(RoutingCase.of("none is left", spec, Row.rising(10, -1, 1).values())
                .withBias(Row.filled(10, NEGATIVE_INFINITY).values()));
    }

    @Rule(
            value = "A bias of plus infinity puts an expert first, and it weighs its score",
            contract = "2.2",
            check = "Infinite choices; differences of two of them are NaN.")
    default void infiniteBiasComesFirst(Subject gate) {
        GateSpec spec = GateSpec.builder(16, 4).build();
        gate.check(RoutingCase.of(
                        "two experts are forced", spec, Row.rising(16, 2, -2).values())
                .withBias(Row.filled(16, 0).with(POSITIVE_INFINITY, 14, 5).values()));
    }

    @Rule(
            value = "Infinite logits score what the functions tend to",
            contract = "2.1",
            check = "Clamps before the exponential, and infinity times 0 on the way.")
    default void infiniteLogits(Subject gate) {
        for (ScoringFunc function : ScoringFunc.values()) {
            for (boolean renormalize : new boolean[] {false, true}) {
                GateSpec spec = GateSpec.builder(12, 4)
                        .scoringFunc(function)
                        .renormalize(renormalize)
                        .build();
                gate.check(RoutingCase.of(
                        "infinite logits",
                        spec,
                        Row.rising(12, -1, 1).with(NEGATIVE_INFINITY, 10, 11).values(),
                        Row.rising(12, -1, 1).with(POSITIVE_INFINITY, 2).values(),
                        Row.filled(12, NEGATIVE_INFINITY).values(),
                        Row.filled(12, NEGATIVE_INFINITY)
                                .with(POSITIVE_INFINITY, 3, 9)
                                .values()));
            }
        }
    }

    @Rule(
            value = "A group whose two best are infinities of both signs comes last",
            contract = "2.3",
            check = "Their sum is NaN; the NaN rule holds for group scores too.")
    default void contradictingInfinities(Subject gate) {
        GateSpec spec = GateSpec.builder(6, 2)
                .numExpertGroup(3)
                .topkGroup(2)
                .groupScore(GroupScore.TOP2_SUM)
                .build();
        gate.check(RoutingCase.of(
                        "both infinities in the first group",
                        spec,
                        Row.filled(6, 0).values())
                .withBias(POSITIVE_INFINITY, NEGATIVE_INFINITY, 0, 0.25f, 0.5f, 0.75f));
    }

    @Rule(
            value = "A group whose experts are all masked closes first",
            contract = "2.3",
            check = "Minus infinity as a group's score, and as the start of a search for the best.")
    default void maskedGroupsClose(Subject gate) {
        GateSpec spec = GateSpec.builder(32, 3).numExpertGroup(4).topkGroup(2).build();
        Row bias = Row.filled(32, 0);
        for (int expert = 0; expert < 16; expert++) {
            bias = bias.with(NEGATIVE_INFINITY, expert);
        }
        gate.check(RoutingCase.of("the first half is masked", spec, RandomCases.logits(53, 20, 32))
                .withBias(bias.values()));
        gate.check(RoutingCase.of(
                "a NaN group",
                spec,
                Row.rising(32, -1, 1).with(NaN, 24, 25, 26, 27, 28, 29, 30, 31).values()));
    }
}
