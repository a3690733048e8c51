package org.moegate.conformance.rules;

import org.moegate.GateSpec;
import org.moegate.GroupScore;
import org.moegate.conformance.Rule;
import org.moegate.conformance.cases.RandomCases;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.conformance.cases.Row;
import org.moegate.conformance.judge.Subject;

/** Step 3: which groups stay open. */
public interface GroupRules {

    @Rule(
            value = "With top2_sum a group's score is the sum of its two best choices",
            contract = "2.3",
            check = "Two, not one and not all; of choices, not of scores.")
    default void sumOfTheTwoBest(Subject gate) {
        GateSpec spec = groups(16, 4, 1, GroupScore.TOP2_SUM);
        gate.check(RoutingCase.of(
                "one star against two good ones against many fair ones",
                spec,
                Row.filled(16, -4)
                        .with(3, 1)
                        .with(1, 6, 7)
                        .with(0, 8, 9, 10, 11)
                        .values(),
                Row.filled(16, -4)
                        .with(3, 5)
                        .with(1, 14, 15)
                        .with(0, 0, 1, 2, 3)
                        .values()));
        gate.check(biased(groups(256, 8, 4, GroupScore.TOP2_SUM), 31));
    }

    @Rule(
            value = "With max a group's score is its best choice",
            contract = "2.3",
            check = "One, not the sum of two; of choices, not of scores.")
    default void theBestAlone(Subject gate) {
        GateSpec spec = groups(16, 4, 1, GroupScore.MAX);
        gate.check(RoutingCase.of(
                "one star against two good ones",
                spec,
                Row.filled(16, -4).with(3, 1).with(2, 6, 7).values(),
                Row.filled(16, -4).with(3, 13).with(2, 6, 7).values()));
        gate.check(biased(groups(160, 8, 3, GroupScore.MAX), 32));
    }

    @Rule(
            value = "Group scores count the bias",
            contract = "2.3",
            check = "Groups are ranked by choices: scores plus bias.")
    default void groupScoresCountTheBias(Subject gate) {
        GateSpec spec = groups(12, 3, 1, GroupScore.TOP2_SUM);
        gate.check(RoutingCase.of(
                        "the bias lifts the last group",
                        spec,
                        Row.rising(12, 1, 0).values())
                .withBias(Row.filled(12, 0).with(0.4f, 8, 9, 10, 11).values()));
    }

    @Rule(
            value = "Experts of closed groups are never chosen, even where all open ones have negative choices",
            contract = "2.3",
            check = "Closed groups are left out, not set to 0.")
    default void closedGroupsAreLeftOut(Subject gate) {
        GateSpec spec = groups(24, 4, 2, GroupScore.TOP2_SUM);
        gate.check(RoutingCase.of("choices below 0", spec, RandomCases.logits(33, 30, 24))
                .withBias(Row.filled(24, -3).values()));
    }

    @Rule(
            value = "Closed groups stay closed where too few experts of open ones are left",
            contract = "2.3",
            check = "Masked experts of open groups come before any of a closed one.")
    default void closedGroupsStayClosed(Subject gate) {
        GateSpec spec = GateSpec.builder(12, 5)
                .numExpertGroup(3)
                .topkGroup(2)
                .groupScore(GroupScore.MAX)
                .build();
        float[] bias = Row.filled(12, 0)
                .with(Float.NEGATIVE_INFINITY, 5, 6, 7, 9, 10, 11)
                .values();
        gate.check(RoutingCase.of(
                        "two open groups with an expert each, behind a closed one",
                        spec,
                        Row.filled(12, -1).with(2, 4).with(1, 8).values())
                .withBias(bias));
    }

    @Rule(
            value = "A group of one expert scores as that expert",
            contract = "2.3",
            check = "top2_sum where there is no second.")
    default void groupsOfOneExpert(Subject gate) {
        gate.check(biased(groups(12, 12, 5, GroupScore.TOP2_SUM), 34));
        gate.check(biased(groups(64, 64, 8, GroupScore.MAX), 35));
    }

    @Rule(
            value = "With all groups open, groups change nothing",
            contract = "2.3",
            check = "topk_group = num_expert_group.")
    default void allGroupsOpen(Subject gate) {
        gate.check(biased(groups(60, 5, 5, GroupScore.TOP2_SUM), 36));
        gate.check(biased(groups(256, 8, 8, GroupScore.MAX), 37));
    }

    @Rule(
            value = "A group may hold any number of experts",
            contract = "1.12",
            check = "Limits such as 32 experts a group, powers of two, or a multiple of the vector's width.")
    default void groupsOfAnySize(Subject gate) {
        for (int size :
                new int[] {2, 3, 5, 7, 12, 15, 16, 17, 31, 32, 33, 48, 63, 64, 65, 96, 100, 127, 129, 192, 257}) {
            gate.check(biased(groups(3 * size, 3, 2, GroupScore.TOP2_SUM), size));
            gate.check(biased(groups(5 * size, 5, 1, GroupScore.MAX), size));
        }
    }

    @Rule(
            value = "Any number of groups may be open",
            contract = "1.4",
            check = "Limits on num_expert_group and topk_group, such as 8 or 32.")
    default void anyNumberOfGroups(Subject gate) {
        for (int groups : new int[] {2, 3, 6, 9, 16, 24, 33, 64}) {
            for (int open : new int[] {1, 2, groups / 2, groups - 1}) {
                gate.check(biased(groups(4 * groups, groups, Math.max(1, open), GroupScore.TOP2_SUM), groups));
            }
        }
    }

    private static GateSpec groups(int experts, int groups, int open, GroupScore score) {
        return GateSpec.builder(experts, Math.min(4, open * (experts / groups)))
                .numExpertGroup(groups)
                .topkGroup(open)
                .groupScore(score)
                .build();
    }

    private static RoutingCase biased(GateSpec spec, int seed) {
        return RoutingCase.of("groups of " + spec.groupSize(), spec, RandomCases.logits(seed, 24, spec.numExperts()))
                .withBias(RandomCases.bias(seed, spec.numExperts()));
    }
}
