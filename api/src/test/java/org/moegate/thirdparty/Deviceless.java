package org.moegate.thirdparty;

import java.util.List;
import org.moegate.spi.GateDevice;

/** Says that it can run, but not on what. */
public class Deviceless extends Good {

    @Override
    public String name() {
        return "deviceless";
    }

    @Override
    public List<GateDevice> devices() {
        return List.of();
    }
}
