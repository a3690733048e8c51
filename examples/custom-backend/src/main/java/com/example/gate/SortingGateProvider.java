package com.example.gate;

import java.util.List;
import org.moegate.PlanRequest;
import org.moegate.spi.BackendProvider;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;
import org.moegate.spi.GateKernel;
import org.moegate.spi.Grade;

/** The backend {@code sorting}: plain Java that runs everywhere, on the one device {@code java}. */
public final class SortingGateProvider implements BackendProvider {

    @Override
    public String name() {
        return "sorting";
    }

    @Override
    public int priority() {
        // behind moegate's CPU backend, which is at 0: this one is written to be read
        return -10;
    }

    @Override
    public Capability availability() {
        return Capability.yes();
    }

    @Override
    public List<GateDevice> devices() {
        return List.of(new GateDevice("java", "plain Java that sorts", Grade.BIT_EXACT, ""));
    }

    @Override
    public GateKernel compile(GateDevice device, PlanRequest request) {
        return new SortingGateKernel(request);
    }
}
