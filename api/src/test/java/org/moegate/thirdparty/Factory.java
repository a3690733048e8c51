package org.moegate.thirdparty;

import org.moegate.spi.BackendProvider;

/** Makes a good backend in the way that only modules can. */
public class Factory {

    public static BackendProvider provider() {
        return new Good();
    }
}
