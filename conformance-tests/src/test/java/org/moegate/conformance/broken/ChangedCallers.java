package org.moegate.conformance.broken;

import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moegate.PlanRequest;
import org.moegate.spi.BackendException;
import org.moegate.spi.GateWorker;

/** Gates that take their caller's thread for their own. */
final class ChangedCallers {

    private ChangedCallers() {}

    @SuppressWarnings("ThreadPriorityCheck") // a fault on purpose
    static Stream<BrokenGate> all() {
        return Stream.of(
                broken(
                        "a call that clears the interrupt flag",
                        "callersThreadStaysAsItWas",
                        "its interrupt flag was true, is false",
                        Thread::interrupted),
                broken(
                        "a call that interrupts its caller",
                        "callersThreadStaysAsItWas",
                        "its interrupt flag was false, is true",
                        () -> Thread.currentThread().interrupt()),
                broken(
                        "a call that raises its caller's priority",
                        "callersThreadStaysAsItWas",
                        "its priority was 4, is 10",
                        () -> Thread.currentThread().setPriority(Thread.MAX_PRIORITY)),
                broken(
                        "a call that names its caller's thread",
                        "callersThreadStaysAsItWas",
                        "its name was",
                        () -> Thread.currentThread().setName("worker")),
                broken(
                        "a call that sets a context class loader",
                        "callersThreadStaysAsItWas",
                        "its context class loader was",
                        () -> Thread.currentThread().setContextClassLoader(ChangedCallers.class.getClassLoader())),
                broken(
                        "a call that handles what its caller does not catch",
                        "callersThreadStaysAsItWas",
                        "its handler of uncaught exceptions was",
                        () -> Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {})),
                broken(
                        "an interrupted caller refused",
                        "interruptedCallersAreServed",
                        "interrupted while waiting",
                        () -> {
                            if (Thread.currentThread().isInterrupted()) {
                                throw new BackendException("interrupted while waiting for the device");
                            }
                        }));
    }

    private static BrokenGate broken(String fault, String rule, String seen, Runnable onEachCall) {
        Function<PlanRequest, GateWorker> workers = request -> new ReferenceWorker(request) {
            @Override
            public void route(
                    int numTokens,
                    int numTokenNonPadded,
                    MemorySegment logits,
                    long logitsRowStride,
                    @Nullable MemorySegment bias,
                    MemorySegment topkIds,
                    MemorySegment topkWeights) {
                onEachCall.run();
                super.route(numTokens, numTokenNonPadded, logits, logitsRowStride, bias, topkIds, topkWeights);
            }
        };
        return new BrokenGate(fault, rule, seen, StepwiseProvider.of(workers));
    }
}
