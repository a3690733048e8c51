package com.example.gate;

import org.moegate.PlanRequest;
import org.moegate.spi.GateKernel;
import org.moegate.spi.GateWorker;

/** Nothing to compile here: it remembers what was asked for. A GPU's kernel would hold the compiled code. */
record SortingGateKernel(PlanRequest request) implements GateKernel {

    @Override
    public GateWorker newWorker() {
        return new SortingGateWorker(request);
    }

    @Override
    public void close() {
        // holds no memory but the heap's
    }
}
