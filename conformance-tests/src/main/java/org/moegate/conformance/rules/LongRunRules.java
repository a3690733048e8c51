package org.moegate.conformance.rules;

import java.util.List;
import java.util.stream.IntStream;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.conformance.Rule;
import org.moegate.conformance.cases.DispatchCase;
import org.moegate.conformance.cases.RandomCases;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.conformance.judge.Subject;

/** As many calls as an engine makes in minutes. */
public interface LongRunRules {

    @Rule(
            value = "The 70,000th call is as right as the first",
            contract = "5.2",
            check = "Counters of calls in 16 bits, rings that wrap around, generations and epochs of scratch memory.")
    default void manyCallsStayRight(Subject gate) {
        GateSpec spec = GateSpec.builder(48, 6).build();
        List<RoutingCase> inputs = IntStream.range(0, DIFFERENT)
                .mapToObj(i -> RoutingCase.of("one of many calls", spec, RandomCases.logits(171 + i, 1, 48))
                        .withBias(RandomCases.bias(171 + i, 48)))
                .toList();
        gate.withPlan(
                inputs.getFirst().request(),
                plan -> new LongRun(gate).run("calls", LongRun.CALLS, new RepeatedCalls(gate, plan, inputs)));
    }

    @Rule(
            value = "What follows the gate is as right the 40,000th time as the first",
            contract = "5.2",
            check =
                    "Counters of calls in 16 bits, and counts that are told from earlier ones by a number instead of cleared.")
    default void manyDispatchesStayRight(Subject gate) {
        List<DispatchCase> inputs = IntStream.range(0, DIFFERENT)
                .mapToObj(i -> DispatchCase.drawn(174 + i, 2, 3, 12, 4))
                .toList();
        gate.withPlan(
                PlanRequest.of(inputs.getFirst().spec()),
                plan -> new LongRun(gate).run("rounds", LongRun.ROUNDS, new RepeatedDispatches(gate, plan, inputs)));
    }

    /** Inputs that take turns, so that no call finds the results of the one before in its place. */
    int DIFFERENT = 3;
}
