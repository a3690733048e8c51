package org.moegate.opencl;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.moegate.conformance.GateConformance;
import org.moegate.spi.BackendProvider;

/** Work-groups of 13 work-items are too small for a team, so that the tiled kernel is what routes, with barriers. */
@Tag("few-cases")
@DisplayName("the OpenCL backend's tiled kernel in small work-groups")
class SmallWorkGroupsConformanceTest extends GateConformance {

    @Override
    protected BackendProvider provider() {
        return new OpenClBackendProvider(Pretence::smallGpu);
    }
}
