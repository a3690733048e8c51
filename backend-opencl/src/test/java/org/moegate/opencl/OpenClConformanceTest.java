package org.moegate.opencl;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.moegate.conformance.GateConformance;
import org.moegate.spi.BackendProvider;

@DisplayName("the OpenCL backend")
class OpenClConformanceTest extends GateConformance {

    /** More than the rules have: on one kernel for all gates they would say nothing of those that are built for a gate. */
    private static final String GATES_WITH_KERNELS = "600";

    @BeforeAll
    static void allowKernelsForAllRules() {
        System.setProperty(OpenClBackendProvider.SPECIALISED_LIMIT, GATES_WITH_KERNELS);
    }

    @AfterAll
    static void limitAsBefore() {
        System.clearProperty(OpenClBackendProvider.SPECIALISED_LIMIT);
    }

    @Override
    protected BackendProvider provider() {
        return new OpenClBackendProvider();
    }
}
