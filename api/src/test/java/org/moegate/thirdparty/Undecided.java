package org.moegate.thirdparty;

import org.moegate.spi.Capability;

/** Answers nothing when asked whether it can run. */
public class Undecided extends Good {

    @Override
    public String name() {
        return "undecided";
    }

    @Override
    @SuppressWarnings("NullAway") // what discovery does with null is tested
    public Capability availability() {
        return null;
    }
}
