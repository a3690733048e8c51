package org.moegate.conformance.rules;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.moegate.GatePlan;
import org.moegate.conformance.cases.DispatchCase;
import org.moegate.conformance.cases.DispatchMemory;
import org.moegate.conformance.cases.MemoryAllocator;
import org.moegate.conformance.judge.Subject;

/** All that follows the gate, for one of the inputs a round. */
final class RepeatedDispatches implements IntConsumer {

    private final GatePlan plan;
    private final List<DispatchRound> rounds;
    private final List<DispatchMemory> memories;

    RepeatedDispatches(Subject gate, GatePlan plan, List<DispatchCase> inputs) {
        this.plan = plan;
        rounds = IntStream.range(0, inputs.size())
                .mapToObj(i -> new DispatchRound(gate, inputs.get(i), 1 << i))
                .toList();
        memories = inputs.stream()
                .map(input -> new DispatchMemory(input, new float[input.numPairs()], MemoryAllocator.NATIVE, 0))
                .toList();
    }

    @Override
    public void accept(int number) {
        int turn = number % rounds.size();
        rounds.get(turn).run(plan, memories.get(turn));
    }
}
