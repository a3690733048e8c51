package org.moegate.opencl;

import org.junit.jupiter.api.DisplayName;
import org.moegate.conformance.GateConformance;
import org.moegate.spi.BackendProvider;

@DisplayName("the OpenCL backend")
class OpenClConformanceTest extends GateConformance {

    @Override
    protected BackendProvider provider() {
        return new OpenClBackendProvider();
    }
}
