package org.moegate.docs.snippets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.moegate.PlanRequest;
import org.moegate.spi.BackendProvider;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;
import org.moegate.spi.GateKernel;
import org.moegate.spi.Grade;

/** docs/write-a-backend.md: what a provider may say. */
final class MyBackend implements BackendProvider {

    @Override
    public String name() {
        return "accelerator";
    }

    @Override
    public int priority() {
        return 1;
    }

    @Override
    public Capability availability() {
        return Files.exists(Path.of("/dev/accel0"))
                ? Capability.yes()
                : Capability.no("there is no /dev/accel0: install the driver, https://example.com/driver");
    }

    @Override
    public List<GateDevice> devices() {
        return availability().possible()
                ? List.of(new GateDevice("accel0", "an accelerator", Grade.BIT_EXACT, ""))
                : List.of();
    }

    @Override
    public Capability supports(GateDevice device, PlanRequest request) {
        return request.spec().numExperts() <= 512
                ? Capability.yes()
                : Capability.no("this device routes at most 512 experts");
    }

    @Override
    public List<String> explain(GateDevice device, PlanRequest request) {
        int experts = request.spec().numExperts();
        return List.of(
                experts <= 64
                        ? "network: one sorting network a row; num_experts = " + experts + " (at most 64)"
                        : "shell: Shell's sort; not network, as num_experts = " + experts + " (at most 64)");
    }

    @Override
    public GateKernel compile(GateDevice device, PlanRequest request) {
        throw new UnsupportedOperationException("it only says what it might do");
    }
}
