package org.moegate.conformance.rules;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.ScoringFunc;
import org.moegate.conformance.Rule;
import org.moegate.conformance.cases.CallMemory;
import org.moegate.conformance.cases.MemoryAllocator;
import org.moegate.conformance.cases.RandomCases;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.conformance.cases.Row;
import org.moegate.conformance.judge.Subject;

/** Calls one after the other, and the end of a plan. */
public interface CallRules {

    @Rule(value = "Zero tokens write nothing", contract = "5.1", check = "Launching an empty grid.")
    default void zeroTokensWriteNothing(Subject gate) {
        RoutingCase input = sample();
        gate.withPlan(input.request(), plan -> {
            CallMemory memory = new CallMemory(input, MemoryAllocator.NATIVE);
            plan.route(0, memory.logits(), memory.bias(), memory.topkIds(), memory.topkWeights());
            String traces = memory.traces() + memory.damage();
            if (!traces.isEmpty()) {
                throw gate.failure(input, traces);
            }
        });
    }

    @Rule(
            value = "The same call returns the same, time after time",
            contract = "5.2",
            check = "Atomics, races between lanes, memory that is not initialised.")
    default void repeatedCallsReturnTheSame(Subject gate) {
        for (RoutingCase input : List.of(sample(), grouped())) {
            gate.withPlan(input.request(), plan -> {
                for (int i = 0; i < 100; i++) {
                    gate.check(input, plan, MemoryAllocator.HEAP_BYTES);
                }
            });
        }
    }

    @Rule(
            value = "Earlier calls leave no trace in later ones",
            contract = "5.2",
            check = "Scratch memory that is not cleared: after larger batches, padding, NaN, or another bias.")
    default void earlierCallsLeaveNoTrace(Subject gate) {
        RoutingCase usual = grouped();
        int experts = usual.spec().numExperts();
        List<RoutingCase> calls = List.of(
                usual,
                usual.withPaddingFrom(3),
                usual.rows(0, 1),
                usual.withLogits(Row.filled(experts, Float.NaN).values()),
                usual.rows(1, 2),
                usual.withLogits(Row.filled(experts, 9).values()),
                usual.withBias(Row.rising(experts, 3, -3).values()),
                usual.rows(2, 9));
        gate.withPlan(usual.request(), plan -> {
            for (RoutingCase input : calls) {
                gate.check(input, plan, MemoryAllocator.HEAP_BYTES);
            }
        });
    }

    @Rule(
            value = "A row's result does not depend on the batch it comes in, nor on its place there",
            contract = "5.2",
            check = "Sums whose order changes with the row's place, and shared state between neighbouring rows.")
    default void rowsDoNotDependOnTheirBatch(Subject gate) {
        GateSpec spec = GateSpec.builder(96, 8)
                .scoringFunc(ScoringFunc.SOFTMAX)
                .numExpertGroup(4)
                .topkGroup(3)
                .build();
        RoutingCase batch = RoutingCase.of("rows of a batch", spec, RandomCases.logits(111, 40, 96));
        gate.withPlan(batch.request(), plan -> {
            for (int from = 0; from < 40; from += 3) {
                for (int to : new int[] {from + 1, Math.min(40, from + 7), 40}) {
                    RoutingCase part = batch.rows(from, to);
                    gate.check(part, plan, MemoryAllocator.HEAP_BYTES);
                }
            }
        });
    }

    @Rule(
            value = "Calls allocate nothing once warm",
            contract = "5.6",
            check =
                    "Arrays, boxes and streams made in a call: a worker makes them once. A JIT may take seconds to remove some.",
            skipped = "This JVM does not measure what a thread allocates.")
    @Tag("allocation") // for builds that count what runs, and so allocate themselves
    default void callsAllocateNothing(Subject gate) {
        Allocation allocation = new Allocation(gate.effort().warmUp());
        RoutingCase input = grouped();
        gate.withPlan(input.request(), plan -> {
            CallMemory memory = new CallMemory(input, MemoryAllocator.NATIVE);
            MemorySegment bias = memory.bias();
            MemorySegment logits = memory.logits();
            MemorySegment ids = memory.topkIds();
            MemorySegment weights = memory.topkWeights();
            long bytes = allocation.ofWarm(() -> plan.route(input.numTokens(), logits, bias, ids, weights));
            if (bytes > 0) {
                throw gate.failure(input, "a warm call allocates " + bytes + " bytes");
            }
        });
    }

    @Rule(
            value = "Many plans live side by side",
            contract = "5.3",
            check = "Static state, and kernels that are looked up by less than their whole request.")
    default void plansLiveSideBySide(Subject gate) {
        List<GatePlan> plans = new ArrayList<>();
        List<RoutingCase> inputs = new ArrayList<>();
        try {
            for (int i = 0; i < 24; i++) {
                GateSpec spec = GateSpec.builder(16 + i / 2, 4)
                        .renormalize(i % 2 == 0)
                        .routedScalingFactor(1 + i)
                        .applyRoutedScalingFactorOnOutput(true)
                        .build();
                RoutingCase input = RoutingCase.of("plan " + i, spec, RandomCases.logits(i, 5, spec.numExperts()));
                gate.plan(input.request()).ifPresent(plan -> {
                    plans.add(plan);
                    inputs.add(input);
                });
            }
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < plans.size(); i++) {
                    gate.check(inputs.get(i), plans.get(i), MemoryAllocator.HEAP_BYTES);
                }
            }
        } finally {
            plans.forEach(GatePlan::close);
        }
    }

    @Rule(
            value = "A closed plan refuses calls and writes nothing",
            contract = "5.4",
            check = "GatePlan.close and what the kernel releases.")
    default void closedPlansRefuseCalls(Subject gate) {
        RoutingCase input = sample();
        GatePlan plan = gate.requirePlan(input.request());
        new CallMemory(input, MemoryAllocator.HEAP_BYTES).route(plan);
        plan.close();
        CallMemory memory = new CallMemory(input, MemoryAllocator.HEAP_BYTES);
        assertThrows(IllegalStateException.class, () -> memory.route(plan));
        if (!memory.traces().isEmpty()) {
            throw gate.failure(input, memory.traces());
        }
    }

    @Rule(
            value = "Closing a plan twice does nothing, and a new one works",
            contract = "5.4",
            check = "What close() releases twice, or for others too.")
    default void closingTwiceDoesNothing(Subject gate) {
        RoutingCase input = sample();
        GatePlan other = gate.requirePlan(input.request());
        GatePlan plan = gate.requirePlan(input.request());
        plan.close();
        plan.close();
        gate.check(input, other, MemoryAllocator.HEAP_BYTES);
        other.close();
        gate.check(input);
    }

    private static RoutingCase sample() {
        GateSpec spec = GateSpec.builder(64, 6).build();
        return RoutingCase.of("64 experts", spec, RandomCases.logits(112, 33, 64))
                .withBias(RandomCases.bias(112, 64));
    }

    private static RoutingCase grouped() {
        GateSpec spec = GateSpec.builder(128, 7)
                .numExpertGroup(4)
                .topkGroup(2)
                .numFusedSharedExperts(1)
                .build();
        return RoutingCase.of("128 experts in 4 groups", spec, RandomCases.logits(113, 40, 128))
                .withBias(RandomCases.bias(113, 128));
    }
}
