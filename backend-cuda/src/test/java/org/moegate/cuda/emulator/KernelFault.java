package org.moegate.cuda.emulator;

import org.moegate.spi.BackendException;

/** A kernel did what a GPU would hang at, fault at, or answer with whatever it has. */
final class KernelFault extends BackendException {

    private static final long serialVersionUID = 1L;

    KernelFault(String message) {
        super(message);
    }
}
