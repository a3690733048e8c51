package org.moegate.opencl;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.moegate.conformance.GateConformance;
import org.moegate.spi.BackendProvider;

/** Whatever runs here is taken for a GPU, so that the kernel for GPUs is what routes, through local memory. */
@Tag("few-cases")
@DisplayName("the OpenCL backend's kernels for GPUs")
class GpuKernelsConformanceTest extends GateConformance {

    @Override
    protected BackendProvider provider() {
        return new OpenClBackendProvider(Pretence::plainGpu);
    }
}
