package org.moegate.thirdparty;

/** Fails in its static initializer. */
public class ThrowingInitializer extends Good {

    private static final int DRIVER_VERSION = Integer.parseInt("none");

    @Override
    public int priority() {
        return DRIVER_VERSION;
    }
}
