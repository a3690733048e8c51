package org.moegate.opencl;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.moegate.conformance.GateConformance;
import org.moegate.spi.BackendProvider;

/** In work-groups of 13 there is no room for a team, so that the tiled kernel routes everything, with barriers. */
@Tag("small-work-groups")
@DisplayName("the OpenCL backend in small work-groups")
class SmallWorkGroupsConformanceTest extends GateConformance {

    @Override
    protected BackendProvider provider() {
        return new OpenClBackendProvider(Pretence::smallGpu);
    }
}
