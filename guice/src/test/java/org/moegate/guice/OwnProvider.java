package org.moegate.guice;

import java.util.List;
import org.moegate.PlanRequest;
import org.moegate.spi.BackendProvider;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;
import org.moegate.spi.GateKernel;
import org.moegate.spi.Grade;

/** An application's backend, which is chosen or not but never asked to compile anything. */
record OwnProvider(String name, int priority) implements BackendProvider {

    @Override
    public Capability availability() {
        return Capability.yes();
    }

    @Override
    public List<GateDevice> devices() {
        return List.of(new GateDevice("device", "the device of " + name, Grade.BIT_EXACT, ""));
    }

    @Override
    public GateKernel compile(GateDevice device, PlanRequest request) {
        throw new UnsupportedOperationException();
    }
}
