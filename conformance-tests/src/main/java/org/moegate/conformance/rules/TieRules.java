package org.moegate.conformance.rules;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.moegate.GateSpec;
import org.moegate.GroupScore;
import org.moegate.conformance.Rule;
import org.moegate.conformance.cases.RandomCases;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.conformance.cases.Row;
import org.moegate.conformance.judge.Subject;

/** Equal choices and equal groups. */
public interface TieRules {

    @Rule(
            value = "Of experts with equal choices the lower index comes first",
            contract = "3.1",
            check = "Comparisons and reductions: a later equal choice must not take an earlier one's place.")
    default void lowerExpertFirst(Subject gate) {
        for (int experts : new int[] {8, 20, 64, 100, 256, 384, 1000}) {
            GateSpec spec = GateSpec.builder(experts, 7).build();
            gate.check(RoutingCase.of(
                    "all equal",
                    spec,
                    Row.filled(experts, 0.5f).values(),
                    Row.filled(experts, -3).values()));
        }
    }

    @Rule(
            value = "Where equal choices meet at the last place, the lower indices get in",
            contract = "3.1",
            check = "Thresholds: choices equal to the k-th best are taken from the lowest index on.")
    default void lowerExpertsGetIn(Subject gate) {
        for (int experts : new int[] {16, 64, 130, 384}) {
            GateSpec spec = GateSpec.builder(experts, 6).build();
            gate.check(RoutingCase.of(
                    "four stand out, many tie behind them",
                    spec,
                    Row.filled(experts, 0.25f).with(2, 3, 9, 12, experts - 1).values(),
                    Row.filled(experts, -1)
                            .with(0.25f, experts / 2, experts / 2 + 1, experts / 2 + 3, experts - 2)
                            .with(1, experts - 1, 5, 6, 11)
                            .values()));
        }
    }

    @Rule(
            value = "Of groups with equal scores the one with the lower index stays open",
            contract = "3.2",
            check = "The same as for experts, in the choice of groups.")
    default void lowerGroupFirst(Subject gate) {
        for (GroupScore score : GroupScore.values()) {
            GateSpec spec = GateSpec.builder(48, 4)
                    .numExpertGroup(6)
                    .topkGroup(2)
                    .groupScore(score)
                    .build();
            gate.check(RoutingCase.of(
                    "groups tie",
                    spec,
                    Row.filled(48, 0.5f).values(),
                    Row.filled(48, -1).with(1, 15, 14, 23, 22, 47, 46).values(),
                    Row.filled(48, -1).with(2, 40, 41).with(1, 24, 25, 0, 1).values()));
        }
    }

    @Rule(
            value = "The second of two experts tied for a group's best counts in the group's sum",
            contract = "3.3",
            check = "Finding the second best by leaving out all that equal the best, instead of one of them.")
    default void bothTiedMaximaCount(Subject gate) {
        GateSpec spec = GateSpec.builder(24, 2).numExpertGroup(3).topkGroup(1).build();
        gate.check(RoutingCase.of(
                "two tied maxima against one better expert",
                spec,
                Row.filled(24, -2).with(1, 9, 13).with(1.5f, 2).values(),
                Row.filled(24, -2).with(1, 16, 17).with(1.5f, 8).values()));
    }

    @Rule(
            value = "Equal choices of different open groups go by the expert's index",
            contract = "3.1",
            check = "Merging groups in the order of their scores instead of their indices.")
    default void tiesAcrossGroups(Subject gate) {
        GateSpec spec = GateSpec.builder(32, 5).numExpertGroup(4).topkGroup(3).build();
        gate.check(RoutingCase.of(
                "the last group is the best, its experts tie with others",
                spec,
                Row.filled(32, -2)
                        .with(1, 3, 17, 29)
                        .with(2, 30)
                        .with(0.5f, 18, 4)
                        .values()));
    }

    @Rule(
            value =
                    "Groups that score minus infinity tie, whether their experts are masked, NaN, or infinite in both signs",
            contract = "3.2",
            check = "A NaN as a group's score: it is minus infinity, neither above nor below it.")
    default void groupsOfNoScoreTie(Subject gate) {
        for (GroupScore score : GroupScore.values()) {
            GateSpec spec = GateSpec.builder(64, 8)
                    .numExpertGroup(4)
                    .topkGroup(3)
                    .groupScore(score)
                    .build();
            float[] contradicting = Row.filled(64, 0).values();
            Arrays.fill(contradicting, 16, 48, Float.NEGATIVE_INFINITY);
            contradicting[16] = Float.POSITIVE_INFINITY;
            Arrays.fill(contradicting, 18, 32, Float.NaN);
            Arrays.fill(contradicting, 34, 48, Float.NaN);
            RoutingCase rows = RoutingCase.of("groups 1 and 2 tie", spec, RandomCases.logits(43, 20, 64));
            gate.check(rows.withBias(contradicting));

            GateSpec most = GateSpec.builder(64, 40)
                    .numExpertGroup(4)
                    .topkGroup(3)
                    .groupScore(score)
                    .build();
            for (int nan = 1; nan <= 2; nan++) {
                float[] masked = Row.filled(64, 0).values();
                Arrays.fill(masked, 16, 48, Float.NEGATIVE_INFINITY);
                Arrays.fill(masked, 16 * nan, 16 * nan + 16, Float.NaN);
                gate.check(rows.withSpec(most).withBias(masked));
            }
        }
    }

    @Rule(
            value = "Rows full of ties come out in the order of the rules",
            contract = "3.1",
            check = "What the rules above leave: ties in many places at once.")
    default void rowsFullOfTies(Subject gate) {
        SplittableRandom random = new SplittableRandom(41);
        for (int experts : new int[] {12, 60, 128, 320, 896}) {
            for (int groups : new int[] {1, 4}) {
                GateSpec spec = GateSpec.builder(experts, 9)
                        .numExpertGroup(groups)
                        .topkGroup(Math.max(1, groups - 1))
                        .build();
                float[] logits = new float[60 * experts];
                for (int i = 0; i < logits.length; i++) {
                    logits[i] = random.nextInt(-2, 3) * 0.5f;
                }
                gate.check(RoutingCase.of("logits of five values", spec, logits));
            }
        }
    }
}
