package org.moegate.cuda;

import org.junit.jupiter.api.DisplayName;
import org.moegate.conformance.GateConformance;
import org.moegate.cuda.emulator.EmulatedGpuProvider;
import org.moegate.spi.BackendProvider;

@DisplayName("the CUDA kernels on an emulated GPU")
class EmulatedConformanceTest extends GateConformance {

    @Override
    protected BackendProvider provider() {
        return new EmulatedGpuProvider(new EmulatedLaunches());
    }
}
