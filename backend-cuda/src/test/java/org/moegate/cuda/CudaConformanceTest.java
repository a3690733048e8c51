package org.moegate.cuda;

import org.junit.jupiter.api.DisplayName;
import org.moegate.conformance.GateConformance;
import org.moegate.spi.BackendProvider;

@DisplayName("the CUDA backend")
class CudaConformanceTest extends GateConformance {

    @Override
    protected BackendProvider provider() {
        return new CudaBackendProvider();
    }
}
