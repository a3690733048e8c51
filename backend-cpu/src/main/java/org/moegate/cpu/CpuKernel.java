package org.moegate.cpu;

import java.util.function.Function;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.spi.GateKernel;
import org.moegate.spi.GateWorker;

/** A gate on the CPU: nothing to compile, so it only says which code its workers run and who may help them. */
final class CpuKernel implements GateKernel {

    private final PlanRequest request;
    private final Function<GateSpec, RowRouter> routers;
    private final WorkShare share;
    private final Helpers helpers;

    CpuKernel(PlanRequest request, Function<GateSpec, RowRouter> routers, WorkShare share) {
        this.request = request;
        this.routers = routers;
        this.share = share;
        this.helpers = Helpers.of(request.threads(), this::newRouter);
    }

    private BlockRouter newRouter() {
        return new BlockRouter(request, routers.apply(request.spec()));
    }

    @Override
    public GateWorker newWorker() {
        return new CpuWorker(newRouter(), share, helpers);
    }

    @Override
    public void close() {
        helpers.close();
    }
}
