package com.example.engines;

import java.util.Map;
import org.moegate.Backends;
import org.moegate.DType;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.HuggingFaceConfig;
import org.moegate.PlanRequest;
import org.moegate.Threads;

/** The plans that engines make, once for each gate, when they load a model. */
final class EnginePlans {

    private EnginePlans() {}

    /** For {@code float[]} logits and a {@code float[]} bias, on the thread that calls. */
    static GatePlan forArrays(Map<String, ?> config) {
        GateSpec spec = HuggingFaceConfig.read(config);
        return Backends.discover().plan(PlanRequest.of(spec));
    }

    /** The same on up to four threads, where a batch is large enough to gain by it. */
    static GatePlan forLargeBatches(Map<String, ?> config) {
        GateSpec spec = HuggingFaceConfig.read(config);
        return Backends.discover().plan(PlanRequest.of(spec).withThreads(Threads.own(4)));
    }

    /** For logits that a kernel wrote as float16, and a gate without a bias. */
    static GatePlan forHalfFloats(Map<String, ?> config) {
        GateSpec spec = HuggingFaceConfig.read(config);
        return Backends.discover()
                .plan(PlanRequest.of(spec).withLogits(DType.F16).withBias(null));
    }

    /** For an engine that multiplies the experts' sum by the model's {@code routed_scaling_factor} itself. */
    static GatePlan unscaled(Map<String, ?> config) {
        GateSpec spec = HuggingFaceConfig.read(config).toBuilder()
                .applyRoutedScalingFactorOnOutput(false)
                .build();
        return Backends.discover().plan(PlanRequest.of(spec));
    }
}
