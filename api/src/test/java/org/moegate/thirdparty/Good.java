package org.moegate.thirdparty;

import java.util.List;
import org.moegate.PlanRequest;
import org.moegate.spi.BackendProvider;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;
import org.moegate.spi.GateKernel;
import org.moegate.spi.Grade;

/** Nothing is wrong with this one; the broken ones differ from it in one answer. */
public class Good implements BackendProvider {

    @Override
    public String name() {
        return "good";
    }

    @Override
    public int priority() {
        return 1;
    }

    @Override
    public Capability availability() {
        return Capability.yes();
    }

    @Override
    public List<GateDevice> devices() {
        return List.of(new GateDevice("device", "a device", Grade.CONFORMANT, ""));
    }

    @Override
    public GateKernel compile(GateDevice device, PlanRequest request) {
        throw new UnsupportedOperationException("only discovery is tested with this backend");
    }
}
