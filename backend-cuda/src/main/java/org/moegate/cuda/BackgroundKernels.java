package org.moegate.cuda;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/** Kernels that serve until better ones are compiled, which a thread of its own does; it ends by itself. */
final class BackgroundKernels implements Supplier<GateKernels> {

    private static final Logger LOG = System.getLogger("org.moegate");

    private volatile GateKernels current;

    BackgroundKernels(GateKernels first, Supplier<GateKernels> better) {
        current = first;
        Thread.ofPlatform().daemon().name("moegate-cuda-compile").start(() -> replaceBy(better));
    }

    private void replaceBy(Supplier<GateKernels> better) {
        try {
            current = better.get();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a gate stays with the tiled CUDA kernel, for its own could not be compiled", e);
        }
    }

    @Override
    public GateKernels get() {
        return current;
    }
}
