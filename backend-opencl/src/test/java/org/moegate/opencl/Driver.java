package org.moegate.opencl;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.function.UnaryOperator;
import org.moegate.Backends;
import org.moegate.GatePlan;
import org.moegate.PlanRequest;
import org.moegate.spi.Capability;

/** The machine's first OpenCL device; a test that asks for it is skipped where there is none. */
final class Driver {

    private Driver() {}

    static OpenClDevice device() {
        Capability availability = Drivers.found().availability();
        assumeTrue(availability.possible(), "opencl cannot run: " + availability.reason());
        return OpenClDevices.found().devices().getFirst();
    }

    static GatePlan plan(PlanRequest request) {
        return plan(request, UnaryOperator.identity());
    }

    /** A plan on the device, taken for another. */
    static GatePlan plan(PlanRequest request, UnaryOperator<DeviceFacts> view) {
        device();
        return Backends.builder()
                .provider(new OpenClBackendProvider(view))
                .force("opencl:0")
                .build()
                .plan(request);
    }
}
