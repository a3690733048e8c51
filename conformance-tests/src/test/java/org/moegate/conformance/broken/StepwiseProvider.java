package org.moegate.conformance.broken;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.moegate.PlanRequest;
import org.moegate.spi.BackendProvider;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;
import org.moegate.spi.GateKernel;
import org.moegate.spi.GateWorker;
import org.moegate.spi.Grade;

/**
 * A backend of stepwise gates.
 *
 * @param kernels makes the workers of a request
 * @param grade claimed
 * @param support for every request
 */
record StepwiseProvider(Function<PlanRequest, Supplier<GateWorker>> kernels, Grade grade, Capability support)
        implements BackendProvider {

    /** A bit-exact backend of workers that share nothing. */
    static StepwiseProvider of(Function<PlanRequest, GateWorker> workers) {
        return new StepwiseProvider(request -> () -> workers.apply(request), Grade.BIT_EXACT, Capability.yes());
    }

    /** A bit-exact backend of plain workers with a gate each. */
    static StepwiseProvider ofGates(Supplier<StepwiseGate> gates) {
        return of(request -> new StepwiseWorker(request, gates.get()));
    }

    StepwiseProvider claiming(Grade other) {
        return new StepwiseProvider(kernels, other, support);
    }

    StepwiseProvider refusing(String reason) {
        return new StepwiseProvider(kernels, grade, Capability.no(reason));
    }

    @Override
    public String name() {
        return "stepwise";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Capability availability() {
        return Capability.yes();
    }

    @Override
    public List<GateDevice> devices() {
        return List.of(new GateDevice("one", "a gate in steps", grade, ""));
    }

    @Override
    public Capability supports(GateDevice device, PlanRequest request) {
        return support;
    }

    @Override
    public GateKernel compile(GateDevice device, PlanRequest request) {
        Supplier<GateWorker> workers = kernels.apply(request);
        return new GateKernel() {
            @Override
            public GateWorker newWorker() {
                return workers.get();
            }

            @Override
            public void close() {}
        };
    }
}
