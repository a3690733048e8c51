package org.moegate.thirdparty;

import org.moegate.spi.Capability;

/** Says so with an error when its driver is missing. */
public class Unlinkable extends Good {

    @Override
    public String name() {
        return "unlinkable";
    }

    @Override
    public Capability availability() {
        throw new NoClassDefFoundError("com/vendor/Driver");
    }
}
