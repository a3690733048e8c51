package org.moegate.cpu;

import java.util.function.Supplier;
import org.moegate.Threads;
import org.moegate.spi.GateKernel;
import org.moegate.spi.GateWorker;

/** A gate on the CPU: nothing to compile, so it only says which code its workers run and who may help them. */
final class CpuKernel implements GateKernel {

    private final Supplier<CurrentRouter> routers;
    private final Helpers helpers;

    CpuKernel(Threads threads, Supplier<CurrentRouter> routers) {
        this.routers = routers;
        this.helpers = Helpers.of(threads, routers);
    }

    @Override
    public GateWorker newWorker() {
        return new CpuWorker(routers.get(), helpers);
    }

    @Override
    public void close() {
        helpers.close();
    }
}
