package org.moegate.conformance.judge;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.moegate.Backends;
import org.moegate.GatePlan;
import org.moegate.PlanRequest;
import org.moegate.conformance.cases.CallMemory;
import org.moegate.conformance.cases.MemoryAllocator;
import org.moegate.conformance.cases.Routing;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.spi.BackendProvider;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;
import org.moegate.spi.Grade;
import org.opentest4j.TestAbortedException;

/** A device under the test of one rule. Safe for use by many threads. */
public final class Subject {

    private static final int MOST_REASONS = 3;

    private final BackendProvider provider;
    private final GateDevice device;
    private final Backends backends;
    private final Grade grade;
    private final RuleName rule;
    private final Effort effort;
    private final Rerun rerun;
    private final AtomicInteger compiled = new AtomicInteger();
    private final Queue<String> notCovered = new ConcurrentLinkedQueue<>();

    /**
     * A device and how to test it.
     *
     * @param provider its backend
     * @param device one of the backend's
     * @param backends choose this device
     * @param grade to judge by
     * @param rule under which it is tested
     * @param effort how far to go
     * @param rerun how to run the rule again
     */
    public Subject(
            BackendProvider provider,
            GateDevice device,
            Backends backends,
            Grade grade,
            RuleName rule,
            Effort effort,
            Rerun rerun) {
        this.provider = provider;
        this.device = device;
        this.backends = backends;
        this.grade = grade;
        this.rule = rule;
        this.effort = effort;
        this.rerun = rerun;
    }

    public BackendProvider provider() {
        return provider;
    }

    public GateDevice device() {
        return device;
    }

    public Grade grade() {
        return grade;
    }

    public RuleName rule() {
        return rule;
    }

    public Effort effort() {
        return effort;
    }

    Rerun rerun() {
        return rerun;
    }

    /** What of this rule was not tested and why, in words: requests that the device refused, and runs cut short; may be empty. */
    public String notCovered() {
        List<String> reasons = notCovered.stream().distinct().toList();
        String first = reasons.stream().limit(MOST_REASONS).collect(Collectors.joining("; "));
        int more = reasons.size() - MOST_REASONS;
        return more > 0 ? first + "; and " + more + " more" : first;
    }

    /** Ends the test as skipped if the device refused all that it was asked for. */
    public void skipIfAllRefused() {
        if (compiled.get() == 0 && !notCovered.isEmpty()) {
            throw new TestAbortedException(notCovered());
        }
    }

    /** Notes something that this rule leaves untested on this device. */
    public void leaveOut(String reason) {
        notCovered.add(reason);
    }

    /** Compiles a request; empty if the device refuses it, which is noted. */
    public Optional<GatePlan> plan(PlanRequest request) {
        Capability support = provider.supports(device, request);
        if (!support.possible()) {
            notCovered.add(support.reason());
            return Optional.empty();
        }
        compiled.incrementAndGet();
        return Optional.of(backends.plan(request));
    }

    /** Compiles a request; the test ends as skipped if the device refuses it. */
    public GatePlan requirePlan(PlanRequest request) {
        return plan(request).orElseThrow(() -> new TestAbortedException(notCovered()));
    }

    /** Compiles a request for a use of it; nothing if the device refuses it, which is noted. */
    public void withPlan(PlanRequest request, Consumer<GatePlan> use) {
        plan(request).ifPresent(compiledPlan -> {
            try (compiledPlan) {
                use.accept(compiledPlan);
            }
        });
    }

    /** Runs a case in memory of its own and requires what the grade allows; nothing if the device refuses the request. */
    public void check(RoutingCase of) {
        route(of).ifPresent(actual -> require(of, actual));
    }

    /** Runs a case on a plan of its request in memory of a kind and requires what the grade allows. */
    public void check(RoutingCase of, GatePlan plan, MemoryAllocator allocator) {
        require(of, route(of, plan, new CallMemory(of, allocator)));
    }

    /** What the device makes of a case in memory of its own; empty if it refuses the request. */
    public Optional<Routing> route(RoutingCase of) {
        return told(of, () -> {
            Optional<GatePlan> compiledPlan = plan(of.request());
            if (compiledPlan.isEmpty()) {
                return Optional.empty();
            }
            try (GatePlan plan = compiledPlan.get();
                    Arena arena = Arena.ofConfined()) {
                return Optional.of(new CallMemory(of, MemoryAllocator.of(arena)).route(plan));
            }
        });
    }

    /** What a plan makes of a case in the memory where it was laid out. */
    public Routing route(RoutingCase of, GatePlan plan, CallMemory memory) {
        return told(of, () -> memory.route(plan));
    }

    /** What a step returns; what it throws at a valid call is a failure of the rule. */
    public <T> T told(RoutingCase of, Supplier<T> step) {
        try {
            return step.get();
        } catch (RuntimeException e) {
            throw new AssertionError(new Diagnosis(this, of).of("it threw " + e), e);
        }
    }

    /** Requires of a case's outputs what the grade allows. */
    public void require(RoutingCase of, Routing actual) {
        require(of, Judge.firstDifference(of, actual, grade));
    }

    /** Requires that outputs are as an exact gate's answer from elsewhere has them. */
    public void requireLike(RoutingCase of, Routing expected, Routing actual) {
        require(of, Judge.firstDifference(expected, actual));
    }

    /** A failure of this rule. */
    public AssertionError failure(RoutingCase of, String seen) {
        return new AssertionError(new Diagnosis(this, of).of(seen));
    }

    /** A failure of this rule at something else than a routing, in words. */
    public AssertionError failure(String input, String seen) {
        return new AssertionError(Diagnosis.text(this, input, OptionalLong.empty(), seen));
    }

    private void require(RoutingCase of, Optional<Difference> difference) {
        if (difference.isPresent()) {
            throw new AssertionError(new Diagnosis(this, of).of(difference.get()));
        }
    }

    /** The device as users select it. */
    @Override
    public String toString() {
        return provider.name() + ":" + device.id();
    }
}
