package org.moegate.cli;

import java.util.List;
import org.moegate.BackendStatus;
import org.moegate.PlanRequest;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;

/**
 * What a device says of a gate.
 *
 * @param support whether it can run it
 * @param runs what it would run and why; empty where it cannot, or does not say
 */
record DeviceAnswer(Capability support, List<String> runs) {

    static DeviceAnswer of(BackendStatus status, GateDevice device, PlanRequest request) {
        Capability support = status.supports(device, request);
        return new DeviceAnswer(support, support.possible() ? status.explain(device, request) : List.of());
    }
}
