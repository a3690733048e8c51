package org.moegate.benchmarks;

import java.lang.foreign.MemorySegment;
import org.moegate.DType;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;

/**
 * A plan with a batch to route, all on the heap: float arrays as they are, 16-bit floats as segments, since the API takes no
 * other arrays.
 */
final class PlannedGate implements AutoCloseable {

    private final GatePlan plan;
    private final Runnable call;
    private final Routing routing;

    /** The same with logits of some type. */
    PlannedGate(GateSpec spec, DType dtype, int tokens) {
        this(PlanRequest.of(spec).withLogits(dtype), tokens);
    }

    /** Makes a plan, warm, with a float32 bias and a batch of as many tokens, for the CPU backend. */
    PlannedGate(PlanRequest request, int tokens) {
        this(BackendsHere.cpu().plan(request), tokens);
    }

    /** Takes a plan over, warms it up and draws a batch of as many tokens. */
    PlannedGate(GatePlan plan, int tokens) {
        this.plan = plan;
        GateSpec spec = plan.request().spec();
        WarmUp.run(callOf(WarmUp.BATCH, new Routing(WarmUp.BATCH, spec)));
        routing = new Routing(tokens, spec);
        call = callOf(tokens, routing);
        if (tokens < WarmUp.BATCH) {
            WarmUp.runSmall(call);
        }
    }

    private Runnable callOf(int tokens, Routing routing) {
        DType dtype = plan.request().logitsDType();
        RouterInputs inputs = new RouterInputs(tokens, plan.request().spec().numExperts(), dtype);
        return dtype == DType.F32 ? arrayCall(inputs, routing) : segmentCall(inputs.logits(dtype), inputs, routing);
    }

    private Runnable arrayCall(RouterInputs inputs, Routing routing) {
        return () -> plan.route(inputs.numTokens(), inputs.logits(), inputs.bias(), routing.ids, routing.weights);
    }

    private Runnable segmentCall(MemorySegment logits, RouterInputs inputs, Routing routing) {
        MemorySegment bias = MemorySegment.ofArray(inputs.bias());
        MemorySegment ids = MemorySegment.ofArray(routing.ids);
        MemorySegment weights = MemorySegment.ofArray(routing.weights);
        return () -> plan.route(inputs.numTokens(), logits, bias, ids, weights);
    }

    void route() {
        call.run();
    }

    /** What the last call of {@link #route()} found. */
    Routing routing() {
        return routing;
    }

    @Override
    public void close() {
        plan.close();
    }
}
