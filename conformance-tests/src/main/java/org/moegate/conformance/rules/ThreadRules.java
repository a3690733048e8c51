package org.moegate.conformance.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.Threads;
import org.moegate.conformance.Rule;
import org.moegate.conformance.cases.CallMemory;
import org.moegate.conformance.cases.MemoryAllocator;
import org.moegate.conformance.cases.RandomCases;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.conformance.judge.Subject;

/** Calls at once. */
public interface ThreadRules {

    /** Callers at once: more than a machine's cores, so that they also interrupt each other. */
    int CALLERS = 8;

    /** Calls of each. */
    int CALLS = 60;

    @Rule(
            value = "One plan serves many threads at once",
            contract = "5.3",
            check = "Scratch memory of the kernel instead of the worker, static state, streams that share a buffer.")
    default void concurrentCallsOfOnePlan(Subject gate) {
        List<RoutingCase> inputs = inputs(96);
        gate.withPlan(
                inputs.getFirst().request(),
                plan -> atOnce(caller -> () -> {
                    RoutingCase input = inputs.get(caller);
                    for (int i = 0; i < CALLS; i++) {
                        gate.check(input, plan, MemoryAllocator.HEAP_BYTES);
                    }
                    return null;
                }));
    }

    @Rule(
            value = "Many threads compile, use and close plans at once",
            contract = "5.3",
            check = "Caches of kernels, reference counts of contexts, static state.")
    default void concurrentPlans(Subject gate) {
        atOnce(caller -> () -> {
            for (int i = 0; i < 10; i++) {
                for (RoutingCase input :
                        List.of(inputs(32 + caller).get(caller), inputs(64).get(i % CALLERS))) {
                    gate.check(input);
                }
            }
            return null;
        });
    }

    @Rule(
            value = "Closing a plan lets calls under way end rightly, and later ones throw IllegalStateException",
            contract = "5.4",
            check = "Memory released under a call: the kernel is closed after the last worker.")
    default void closingDuringCalls(Subject gate) {
        List<RoutingCase> inputs = inputs(96);
        for (int round = 0; round < 10; round++) {
            GatePlan plan = gate.requirePlan(inputs.getFirst().request());
            CountDownLatch underWay = new CountDownLatch(CALLERS - 1);
            atOnce(caller -> () -> {
                if (caller == 0) {
                    underWay.await();
                    plan.close();
                } else {
                    callUntilClosed(gate, plan, inputs.get(caller), underWay);
                }
                return null;
            });
        }
    }

    @Rule(
            value = "Threads that a request permits change no result",
            contract = "5.2",
            check = "How a batch is shared out: rows at the borders of shares.")
    default void permittedThreadsChangeNothing(Subject gate) {
        GateSpec spec = GateSpec.builder(256, 8).numExpertGroup(8).topkGroup(4).build();
        RoutingCase large = RoutingCase.of("a large batch", spec, RandomCases.logits(121, 4099, 256))
                .withBias(RandomCases.bias(121, 256));
        gate.check(large);
        gate.check(large.withThreads(Threads.own(3)));
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            gate.check(large.withThreads(Threads.of(executor, 3)));
        }
    }

    private static void callUntilClosed(Subject gate, GatePlan plan, RoutingCase input, CountDownLatch underWay) {
        boolean open = true;
        while (open) {
            CallMemory memory = new CallMemory(input, MemoryAllocator.HEAP_BYTES);
            try {
                gate.require(input, memory.route(plan));
            } catch (IllegalStateException closed) {
                open = false;
                if (!memory.traces().isEmpty()) {
                    throw gate.failure(input, "after " + closed + ": " + memory.traces());
                }
            } finally {
                // whoever waits to close the plan must not wait for a caller that failed
                underWay.countDown();
            }
        }
    }

    /** One input for each caller, all of one request. */
    private static List<RoutingCase> inputs(int experts) {
        GateSpec spec = GateSpec.builder(experts, 6).build();
        float[] bias = RandomCases.bias(122, experts);
        List<RoutingCase> inputs = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            inputs.add(RoutingCase.of("caller " + caller, spec, RandomCases.logits(caller, 20 + caller, experts))
                    .withBias(bias));
        }
        return inputs;
    }

    /** Runs a task for each caller, and throws what the first of them threw. */
    private static void atOnce(Tasks tasks) {
        try (ExecutorService executor = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                running.add(executor.submit(tasks.of(caller)));
            }
            for (Future<?> task : running) {
                task.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Error error ? error : new AssertionError("a caller threw", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while callers ran", e);
        }
    }

    /** What each caller does. */
    interface Tasks {
        Callable<?> of(int caller);
    }
}
