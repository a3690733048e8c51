package org.moegate.cli;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.moegate.GatePlan;

/** One call of a plan, ready to be repeated. */
final class GateCall implements Runnable {

    private final GatePlan plan;
    private final GateInput input;
    private final @Nullable MemorySegment bias;
    private final MemorySegment topkIds;
    private final MemorySegment topkWeights;

    GateCall(GatePlan plan, GateInput input, MemorySegment topkIds, MemorySegment topkWeights) {
        this.plan = plan;
        this.input = input;
        bias = input.bias() == null ? null : input.bias().data();
        this.topkIds = topkIds;
        this.topkWeights = topkWeights;
    }

    @Override
    public void run() {
        FloatMatrix logits = input.logits();
        plan.route(logits.rows(), input.numTokenNonPadded(), logits.data(), logits.width(), bias, topkIds, topkWeights);
    }
}
