package org.moegate.guice;

import org.jspecify.annotations.Nullable;
import org.moegate.BackendUnavailableException;
import org.moegate.Backends;
import org.moegate.DType;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.Threads;

/**
 * Compiles plans on the backend chosen, with the application's {@link MoeGateOptions#threads}. Safe for use by many threads.
 * Whoever wants other threads has {@link Backends} injected and says so in a {@link PlanRequest}.
 */
public final class GatePlanFactory {

    private final Backends backends;
    private final Threads threads;

    GatePlanFactory(Backends backends, Threads threads) {
        this.backends = backends;
        this.threads = threads;
    }

    /**
     * A plan for float32 logits and a float32 bias.
     *
     * @param spec the gate
     * @return a plan, to be closed by the caller
     * @throws BackendUnavailableException if the forced backend cannot run it, or none can
     */
    public GatePlan plan(GateSpec spec) {
        return plan(spec, DType.F32, DType.F32);
    }

    /**
     * A plan for inputs of any type.
     *
     * @param spec the gate
     * @param logits element type of the logits
     * @param bias element type of the bias, or null for a gate without one
     * @return a plan, to be closed by the caller
     * @throws BackendUnavailableException if the forced backend cannot run it, or none can
     */
    public GatePlan plan(GateSpec spec, DType logits, @Nullable DType bias) {
        return backends.plan(new PlanRequest(spec, logits, bias, threads));
    }
}
