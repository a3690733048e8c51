package org.moegate.cli;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.spi.GateDevice;

/**
 * A routed batch.
 *
 * @param input what was routed
 * @param backend the backend that ran it
 * @param device the device that ran it
 * @param planKept whether the plan had served an earlier input
 * @param topkIds [tokens, topk] int32
 * @param topkWeights [tokens, topk] float32
 * @param nanosPerToken a quick look at the time; 0 where there is no token
 */
record Routing(
        GateInput input,
        String backend,
        GateDevice device,
        boolean planKept,
        MemorySegment topkIds,
        MemorySegment topkWeights,
        double nanosPerToken) {

    static Routing run(GateInput input, Plans plans) {
        boolean planKept = plans.has(input.request());
        GatePlan plan = plans.plan(input.request());
        int tokens = input.logits().rows();
        int outputs = outputs(input);
        MemorySegment topkIds = MemorySegment.ofArray(new int[outputs]);
        MemorySegment topkWeights = MemorySegment.ofArray(new float[outputs]);
        GateCall call = new GateCall(plan, input, topkIds, topkWeights);
        double nanosPerToken = tokens == 0 ? 0 : QuickTiming.medianNanos(call) / (double) tokens;
        return new Routing(input, plan.backend(), plan.device(), planKept, topkIds, topkWeights, nanosPerToken);
    }

    private static int outputs(GateInput input) {
        long outputs = (long) input.logits().rows() * input.specSource().spec().topk();
        if (outputs > Integer.MAX_VALUE) {
            throw new FailedRunException(input.name() + ": " + input.logits().rows() + " tokens times topk = "
                    + input.specSource().spec().topk() + " is more than the " + Integer.MAX_VALUE
                    + " outputs of one run: split the file");
        }
        return (int) outputs;
    }

    GateSpec spec() {
        return input.specSource().spec();
    }

    int tokens() {
        return input.logits().rows();
    }

    int id(int token, int column) {
        return topkIds.getAtIndex(ValueLayout.JAVA_INT, at(token, column));
    }

    float weight(int token, int column) {
        return topkWeights.getAtIndex(ValueLayout.JAVA_FLOAT, at(token, column));
    }

    private long at(int token, int column) {
        return (long) token * spec().topk() + column;
    }

    ExpertLoad load() {
        IntStream ids = IntStream.range(0, tokens())
                .flatMap(token -> IntStream.range(0, spec().topk()).map(column -> id(token, column)));
        return ExpertLoad.of(ids, spec().numExperts());
    }

    String selector() {
        return backend + ":" + device.id();
    }

    double tokensPerSecond() {
        return 1e9 / nanosPerToken;
    }
}
