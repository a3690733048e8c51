package org.moegate.cuda.emulator;

import org.moegate.PlanRequest;
import org.moegate.spi.GateKernel;
import org.moegate.spi.GateWorker;

/** One library serves all gates, so there is nothing to compile. */
record EmulatedGpuKernel(PlanRequest request, LaunchChooser chooser) implements GateKernel {

    @Override
    public GateWorker newWorker() {
        return new EmulatedGpuWorker(request, chooser);
    }

    @Override
    public void close() {
        // holds no memory but the heap's
    }
}
