package org.moegate.thirdparty;

import org.moegate.spi.BackendProvider;

/** Fails where it should make a backend. */
public class FailingFactory {

    public static BackendProvider provider() {
        throw new IllegalStateException("out of backends");
    }
}
