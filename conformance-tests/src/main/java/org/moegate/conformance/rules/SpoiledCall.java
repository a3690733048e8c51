package org.moegate.conformance.rules;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.moegate.GatePlan;
import org.moegate.conformance.cases.CallMemory;
import org.moegate.conformance.cases.MemoryAllocator;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.conformance.judge.Subject;

/** A valid call, for a rule to spoil in one point. */
final class SpoiledCall {

    private final Subject gate;
    private final GatePlan plan;
    private final RoutingCase input;
    private final CallMemory memory;
    private int numTokens;
    private int numTokenNonPadded;
    private long logitsRowStride;
    private @Nullable MemorySegment logits;
    private @Nullable MemorySegment bias;
    private @Nullable MemorySegment topkIds;
    private @Nullable MemorySegment topkWeights;

    SpoiledCall(Subject gate, GatePlan plan, RoutingCase input) {
        this.gate = gate;
        this.plan = plan;
        this.input = input;
        memory = new CallMemory(input, MemoryAllocator.NATIVE);
        numTokens = input.numTokens();
        numTokenNonPadded = input.numTokenNonPadded();
        logitsRowStride = input.logitsRowStride();
        logits = memory.logits();
        bias = memory.bias();
        topkIds = memory.topkIds();
        topkWeights = memory.topkWeights();
    }

    SpoiledCall numTokens(int value) {
        numTokens = value;
        return this;
    }

    SpoiledCall numTokenNonPadded(int value) {
        numTokenNonPadded = value;
        return this;
    }

    SpoiledCall logitsRowStride(long value) {
        logitsRowStride = value;
        return this;
    }

    SpoiledCall logits(@Nullable MemorySegment value) {
        logits = value;
        return this;
    }

    SpoiledCall bias(@Nullable MemorySegment value) {
        bias = value;
        return this;
    }

    SpoiledCall topkIds(@Nullable MemorySegment value) {
        topkIds = value;
        return this;
    }

    SpoiledCall topkWeights(@Nullable MemorySegment value) {
        topkWeights = value;
        return this;
    }

    CallMemory memory() {
        return memory;
    }

    /** Requires an exception that starts with the argument's name, and untouched outputs. */
    void isRefused(String argument, Class<? extends RuntimeException> type) {
        try {
            route();
        } catch (RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            if (!type.isInstance(e) || !message.startsWith(argument)) {
                throw gate.failure(
                        input,
                        "a bad " + argument + " threw " + e + ", expected " + type.getSimpleName()
                                + " that names it first");
            }
            String traces = memory.traces() + memory.damage();
            if (!traces.isEmpty()) {
                throw gate.failure(input, "a bad " + argument + " was refused, but " + traces);
            }
            return;
        }
        throw gate.failure(input, "a bad " + argument + " was taken, expected " + type.getSimpleName());
    }

    @SuppressWarnings("NullAway") // what a plan does with nulls is tested too
    private void route() {
        plan.route(numTokens, numTokenNonPadded, logits, logitsRowStride, bias, topkIds, topkWeights);
    }
}
