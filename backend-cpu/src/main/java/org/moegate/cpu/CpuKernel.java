package org.moegate.cpu;

import java.util.function.Function;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.spi.GateKernel;
import org.moegate.spi.GateWorker;

/** A gate on the CPU: nothing to compile, so it only says which code its workers run. */
final class CpuKernel implements GateKernel {

    private final PlanRequest request;
    private final Function<GateSpec, RowRouter> routers;

    CpuKernel(PlanRequest request, Function<GateSpec, RowRouter> routers) {
        this.request = request;
        this.routers = routers;
    }

    @Override
    public GateWorker newWorker() {
        return new CpuWorker(request, routers.apply(request.spec()));
    }

    @Override
    public void close() {
        // holds no memory but the heap's
    }
}
