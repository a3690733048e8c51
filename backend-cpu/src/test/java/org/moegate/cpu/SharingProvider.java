package org.moegate.cpu;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.moegate.Backends;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.spi.BackendProvider;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;
import org.moegate.spi.GateKernel;

/** The CPU backend, but it shares every call, however small, a few rows at a time. */
record SharingProvider(Function<GateSpec, RowRouter> routers) implements BackendProvider {

    /** A plan that runs the reference. */
    static GatePlan plan(PlanRequest request) {
        return plan(request, ScalarRowRouter::new);
    }

    static GatePlan plan(PlanRequest request, Function<GateSpec, RowRouter> routers) {
        return Backends.builder()
                .provider(new SharingProvider(routers))
                .force("sharing")
                .build()
                .plan(request);
    }

    @Override
    public String name() {
        return "sharing";
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
        return new CpuBackendProvider().devices();
    }

    @Override
    public GateKernel compile(GateDevice device, PlanRequest request) {
        GateSpec spec = request.spec();
        Supplier<BlockRouter> rowwise =
                () -> new BlockRouter(request, routers.apply(spec), new WorkShare(spec.numExperts(), 1, 1));
        return new CpuKernel(request.threads(), () -> new CurrentRouter(rowwise, rowwise, () -> true));
    }
}
