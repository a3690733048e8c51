package org.moegate.conformance.rules;

import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.Threads;
import org.moegate.conformance.Rule;
import org.moegate.conformance.cases.CallMemory;
import org.moegate.conformance.cases.DispatchCase;
import org.moegate.conformance.cases.DispatchMemory;
import org.moegate.conformance.cases.MemoryAllocator;
import org.moegate.conformance.cases.RandomCases;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.conformance.judge.Subject;

/** What a process holds after very many calls and plans. */
public interface GrowthRules {

    @Rule(
            value = "Ten thousand calls leave nothing behind",
            contract = "5.8",
            check = "Arenas, buffers, threads, files and events of a driver that a call makes and nobody releases.")
    default void callsLeaveNothingBehind(Subject gate) {
        RoutingCase input = sample(3);
        DispatchCase routing = DispatchCase.drawn(191, 3, 6, 60, 4);
        gate.withPlan(input.request(), plan -> {
            CallMemory memory = new CallMemory(input, MemoryAllocator.NATIVE);
            DispatchMemory dispatched =
                    new DispatchMemory(routing, new float[routing.numPairs()], MemoryAllocator.NATIVE, 0);
            DispatchRound round = new DispatchRound(gate, routing, 2);
            Growth growth = new Growth(gate, "calls", 10_000, number -> {
                if (number % 4 == 0) {
                    round.run(plan, dispatched);
                } else {
                    gate.route(input, plan, memory);
                }
            });
            growth.check();
        });
    }

    @Rule(
            value = "A thousand plans that are closed leave nothing behind",
            contract = "5.8",
            check =
                    "What a kernel or a worker makes and close() does not release, and static maps of all that was compiled.")
    default void plansLeaveNothingBehind(Subject gate) {
        PlanRequest request = sample(3).request();
        RoutingCase few = sample(3);
        RoutingCase many = sample(4099).withThreads(Threads.own(2));
        CallMemory memory = new CallMemory(few, MemoryAllocator.NATIVE);
        CallMemory large = new CallMemory(many, MemoryAllocator.NATIVE);
        Growth growth = new Growth(gate, "plans", 1_000, number -> {
            if (number % 100 == 0) {
                gate.withPlan(many.request(), plan -> gate.route(many, plan, large));
            } else {
                gate.withPlan(request, plan -> gate.route(few, plan, memory));
            }
        });
        growth.check();
    }

    private static RoutingCase sample(int tokens) {
        GateSpec spec = GateSpec.builder(60, 6).build();
        return RoutingCase.of("again and again", spec, RandomCases.logits(191, tokens, 60))
                .withBias(RandomCases.bias(191, 60));
    }
}
