package org.moegate.cpu;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.moegate.conformance.GateConformance;
import org.moegate.spi.BackendProvider;

@Tag("every-width")
@Tag("without-vectors")
@DisplayName("the CPU backend")
class CpuConformanceTest extends GateConformance {

    @Override
    protected BackendProvider provider() {
        return new CpuBackendProvider();
    }
}
