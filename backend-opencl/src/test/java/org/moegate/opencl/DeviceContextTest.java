package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.BinaryCache;
import org.moegate.kernelbuilds.Resources;

@DisplayName("a device's context")
class DeviceContextTest {

    private static final BinaryCache NONE = new BinaryCache(null);

    private static PlanRequest request(int experts) {
        return PlanRequest.of(GateSpec.builder(experts, 1).build());
    }

    /** Not one that other tests use. */
    private static OpenClDevice device() {
        return Driver.device().viewedAs(Pretence::ownGpu);
    }

    @Test
    @DisplayName(
            "is one for all plans, until it fails: the next plan gets another, and the old one ends with its last plan")
    void failure() {
        long held = Resources.held();
        DeviceContext first = DeviceContext.enter(device(), NONE);
        DeviceContext again = DeviceContext.enter(device(), NONE);
        assertSame(first, again);
        first.markBroken();
        DeviceContext next = DeviceContext.enter(device(), NONE);
        assertNotSame(first, next);
        first.leave();
        assertEquals(held + 2, Resources.held());
        again.leave();
        assertEquals(held + 1, Resources.held());
        next.markBroken();
        next.leave();
        assertEquals(held, Resources.held());
    }

    @Test
    @DisplayName("builds kernels for as many gates as it may, and routes the rest in tiles")
    void specialisedLimit() {
        OpenClDevice device = Driver.device();
        DeviceContext context = DeviceContext.enter(device, NONE);
        try {
            // numbers of experts that no other test has, since kernels are kept
            assertEquals(KernelFamily.TILED, context.program(request(1009), 0).family());
            Program own = context.program(request(1009), 1_000_000);
            assertEquals(KernelTable.family(device.facts(), request(1009).spec()), own.family());
            assertSame(own, context.program(request(1009), 0), "is built already");
            assertSame(context.program(request(1013), 0), context.program(request(1019), 0), "one for all");
        } finally {
            context.leave();
        }
    }
}
