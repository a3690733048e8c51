package org.moegate.conformance.rules;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.moegate.GatePlan;
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

/** The thread that calls, which belongs to somebody else. */
public interface CallerThreadRules {

    @Rule(
            value = "A call leaves its caller's thread as it was, also one that is refused",
            contract = "5.7",
            check =
                    "Thread.interrupted(), which clears the flag, catching InterruptedException, and loaders or priorities that are not put back.")
    default void callersThreadStaysAsItWas(Subject gate) {
        forEachCall(gate, 83, (what, call) -> {
            for (boolean interrupted : new boolean[] {false, true}) {
                setInterrupted(interrupted);
                CallerThread before = CallerThread.now();
                call.run();
                String changes = before.changesIn(CallerThread.now());
                setInterrupted(false);
                if (!changes.isEmpty()) {
                    throw gate.failure(what, "the caller's thread was changed: " + changes);
                }
            }
        });
    }

    @Rule(
            value = "A caller whose interrupt flag is set is served like any other",
            contract = "5.7",
            check = "Channels, which close for an interrupted thread, and waits that end early.")
    default void interruptedCallersAreServed(Subject gate) {
        // experts that no other rule has, so that a backend that compiles does it for an interrupted thread
        forEachCall(gate, 79, (what, call) -> {
            setInterrupted(true);
            try {
                call.run();
            } catch (RuntimeException e) {
                throw gate.failure(what, "with the interrupt flag set it threw " + e);
            } finally {
                setInterrupted(false);
            }
        });
    }

    /** Hands on every kind of call, each of which holds its results against what is right. */
    private static void forEachCall(Subject gate, int experts, Use use) {
        CallerThread.run(() -> calls(gate, experts).forEach(use::of));
    }

    private static Map<String, Runnable> calls(Subject gate, int experts) {
        Map<String, Runnable> calls = new LinkedHashMap<>();
        RoutingCase small = rows(3, experts);
        RoutingCase large = rows(4099, experts).withThreads(Threads.own(3));
        calls.put("a plan that is made, called and closed", () -> gate.check(small));
        calls.put("a large batch for several threads", () -> gate.check(large));
        calls.put("a call that is refused", () -> gate.withPlan(small.request(), plan -> refused(small, plan)));
        calls.put(
                "a call of a closed plan",
                () -> gate.plan(small.request()).ifPresent(plan -> {
                    plan.close();
                    CallMemory memory = new CallMemory(small, MemoryAllocator.NATIVE);
                    assertThrows(IllegalStateException.class, () -> memory.route(plan));
                }));
        DispatchCase routing = DispatchCase.drawn(161, 9, 3, 20, 4);
        calls.put(
                "what follows the gate",
                () -> gate.withPlan(
                        PlanRequest.of(routing.spec()),
                        plan -> new DispatchRound(gate, routing, 2)
                                .run(
                                        plan,
                                        new DispatchMemory(
                                                routing, new float[routing.numPairs()], MemoryAllocator.NATIVE, 0))));
        return calls;
    }

    private static void refused(RoutingCase input, GatePlan plan) {
        CallMemory memory = new CallMemory(input, MemoryAllocator.NATIVE);
        MemorySegment tooSmall = memory.topkIds().asSlice(0, Integer.BYTES);
        assertThrows(
                IllegalArgumentException.class,
                () -> plan.route(input.numTokens(), memory.logits(), memory.bias(), tooSmall, memory.topkWeights()));
    }

    private static void setInterrupted(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        } else {
            Thread.interrupted();
        }
    }

    private static RoutingCase rows(int count, int experts) {
        GateSpec spec = GateSpec.builder(experts, 6).build();
        return RoutingCase.of("a caller of its own", spec, RandomCases.logits(161, count, experts))
                .withBias(RandomCases.bias(161, experts));
    }

    /** What is done with a call, which has a name. */
    interface Use {
        void of(String what, Runnable call);
    }
}
