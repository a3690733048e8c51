package org.moegate.opencl;

import java.util.Set;
import org.moegate.opencl.DeviceFacts.Kind;

/** Facts of devices that are not at hand, so that the kernels for them run on one that is. */
final class Pretence {

    private Pretence() {}

    /** A GPU that knows neither sub-groups nor warps. */
    static DeviceFacts plainGpu(DeviceFacts facts) {
        return gpu(facts, 256);
    }

    /** A GPU whose work-groups are small, and of an odd size. */
    static DeviceFacts smallGpu(DeviceFacts facts) {
        return gpu(facts, 13);
    }

    /** A GPU that one test has for itself, since plans on a device share a context. */
    static DeviceFacts ownGpu(DeviceFacts facts) {
        return gpu(facts, 7);
    }

    private static DeviceFacts gpu(DeviceFacts facts, int maxWorkGroupSize) {
        return new DeviceFacts(
                facts.name(),
                facts.vendor(),
                facts.platform(),
                facts.platformVersion(),
                facts.driver(),
                Kind.GPU,
                facts.computeUnits(),
                facts.globalMemory(),
                facts.largestBuffer(),
                facts.localMemory(),
                maxWorkGroupSize,
                // staging as for a device with memory of its own
                false,
                12,
                Set.of(),
                facts.missingRoundings(),
                0);
    }
}
