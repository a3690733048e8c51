package org.moegate.conformance.rules;

import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.moegate.GatePlan;
import org.moegate.conformance.cases.CallMemory;
import org.moegate.conformance.cases.MemoryAllocator;
import org.moegate.conformance.cases.Routing;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.conformance.judge.Subject;

/** Routes one of the inputs a call. Results that were found right once are right again. */
final class RepeatedCalls implements IntConsumer {

    private final Subject gate;
    private final GatePlan plan;
    private final List<RoutingCase> inputs;
    private final @Nullable Routing[] right;
    private final List<CallMemory> memories;

    RepeatedCalls(Subject gate, GatePlan plan, List<RoutingCase> inputs) {
        this.gate = gate;
        this.plan = plan;
        this.inputs = inputs;
        right = new Routing[inputs.size()];
        memories = inputs.stream()
                .map(input -> new CallMemory(input, MemoryAllocator.NATIVE))
                .toList();
    }

    @Override
    public void accept(int number) {
        int turn = number % inputs.size();
        RoutingCase input = inputs.get(turn);
        // what the call before left there must not pass for this one's results
        Routing actual = gate.route(input, plan, memories.get(turn).rewritten(input));
        Routing known = right[turn];
        if (known == null || !known.isSameAs(actual)) {
            gate.require(input.withName("call " + (number + 1)), actual);
            right[turn] = actual;
        }
    }
}
