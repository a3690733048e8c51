package org.moegate.thirdparty;

import org.moegate.spi.Capability;

/** Cannot run, and says why. */
public class Unavailable extends Good {

    @Override
    public String name() {
        return "unavailable";
    }

    @Override
    public Capability availability() {
        return Capability.no("install the driver");
    }
}
