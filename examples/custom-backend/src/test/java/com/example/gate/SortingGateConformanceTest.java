package com.example.gate;

import org.moegate.conformance.GateConformance;
import org.moegate.spi.BackendProvider;

class SortingGateConformanceTest extends GateConformance {

    @Override
    protected BackendProvider provider() {
        return new SortingGateProvider();
    }
}
