package org.moegate.conformance.rules;

import java.util.List;
import java.util.stream.IntStream;
import org.moegate.DType;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.conformance.Rule;
import org.moegate.conformance.cases.CallMemory;
import org.moegate.conformance.cases.DispatchCase;
import org.moegate.conformance.cases.DispatchMemory;
import org.moegate.conformance.cases.MemoryAllocator;
import org.moegate.conformance.cases.RandomCases;
import org.moegate.conformance.cases.Routing;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.conformance.judge.Subject;

/** Memory whose owner writes to it between two calls, as an engine does that trains, loads other weights, or uses it again. */
public interface ChangedMemoryRules {

    @Rule(
            value = "A bias may change between calls, at the same address",
            contract = "4.5",
            check = "A bias that was widened or uploaded once, and is known again by its segment, array or address.")
    default void biasMayChangeInPlace(Subject gate) {
        for (DType dtype : DType.values()) {
            inEachMemory(
                    gate,
                    sample(dtype),
                    input -> IntStream.range(0, input.spec().numExperts())
                            // one expert after the other, so that no part of the bias can stand for the whole of it
                            .mapToObj(expert -> input.withBias(with(RandomCases.bias(151, EXPERTS), expert, 5)))
                            .toList());
        }
    }

    @Rule(
            value = "Logits may change between calls, at the same address",
            contract = "4.5",
            check = "Rows that are still staged, or results that are still there, from a call with the same memory.")
    default void logitsMayChangeInPlace(Subject gate) {
        for (DType dtype : DType.values()) {
            inEachMemory(
                    gate,
                    sample(dtype),
                    input -> IntStream.range(0, input.spec().numExperts())
                            .mapToObj(expert -> input.withLogits(with(input.logits(), EXPERTS + expert, 9)))
                            .toList());
        }
    }

    @Rule(
            value = "What follows the gate reads its memory anew with each call, at the same address",
            contract = "4.5",
            check = "Ids, weights or counts that are kept from a call with the same memory.")
    default void dispatchInputsMayChangeInPlace(Subject gate) {
        DispatchCase first = DispatchCase.drawn(152, 15, 3, 20, 4);
        gate.withPlan(PlanRequest.of(first.spec()), plan -> {
            for (MemoryAllocator allocator : EACH_MEMORY) {
                DispatchMemory memory = new DispatchMemory(first, new float[first.numPairs()], allocator, 0);
                for (int change = 0; change < 12; change++) {
                    DispatchCase input = DispatchCase.drawn(152 + change, 15, 3, 20, 4);
                    memory = new DispatchRound(gate, input, 1 << change).run(plan, memory);
                }
            }
        });
    }

    /** Experts of the gate that is called. */
    int EXPERTS = 37;

    /** Native, and of each kind of array. */
    List<MemoryAllocator> EACH_MEMORY = List.of(
            MemoryAllocator.NATIVE,
            MemoryAllocator.HEAP_FLOATS,
            MemoryAllocator.HEAP_BYTES,
            MemoryAllocator.HEAP_LONGS);

    /** Calls a plan with inputs that are written one after the other to the same place. */
    private static void inEachMemory(Subject gate, RoutingCase first, Changes changes) {
        gate.withPlan(first.request(), plan -> {
            for (MemoryAllocator allocator : EACH_MEMORY) {
                CallMemory memory = new CallMemory(first, allocator);
                gate.require(first, gate.route(first, plan, memory));
                for (RoutingCase input : changes.of(first)) {
                    memory = memory.rewritten(input);
                    gate.require(input, gate.route(input, plan, memory));
                }
            }
            if (first.request().logitsDType() == DType.F32) {
                inArrays(gate, plan, first, changes);
            }
        });
    }

    private static void inArrays(Subject gate, GatePlan plan, RoutingCase first, Changes changes) {
        float[] logits = first.logits();
        float[] bias = new float[EXPERTS];
        int[] ids = new int[first.numTokens() * first.spec().topk()];
        float[] weights = new float[ids.length];
        for (RoutingCase input : changes.of(first)) {
            System.arraycopy(input.logits(), 0, logits, 0, logits.length);
            System.arraycopy(input.bias(), 0, bias, 0, bias.length);
            plan.route(input.numTokens(), logits, bias, ids, weights);
            gate.require(input, new Routing(input.spec().topk(), ids, weights));
        }
    }

    private static RoutingCase sample(DType dtype) {
        GateSpec spec = GateSpec.builder(EXPERTS, 4).build();
        return RoutingCase.of("memory that changes", spec, RandomCases.logits(151, 3, EXPERTS))
                .withBias(RandomCases.bias(151, EXPERTS))
                .withTypes(dtype, dtype);
    }

    private static float[] with(float[] values, int at, float more) {
        float[] changed = values.clone();
        changed[at] += more;
        return changed;
    }

    /** What comes to lie in the memory of a first call. */
    interface Changes {
        List<RoutingCase> of(RoutingCase first);
    }
}
