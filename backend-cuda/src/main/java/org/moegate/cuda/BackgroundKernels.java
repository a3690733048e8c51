package org.moegate.cuda;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Kernels that serve until better ones are compiled, which a thread of its own does; it ends by itself. */
final class BackgroundKernels implements Supplier<GateKernels> {

    private static final Logger LOG = System.getLogger("org.moegate");

    private volatile GateKernels current;

    BackgroundKernels(GateKernels first, Supplier<GateKernels> better) {
        this(
                first,
                better,
                task -> Thread.ofPlatform()
                        .daemon()
                        .name("moegate-cuda-compile")
                        .start(task));
    }

    /**
     * Kernels of which the first serve.
     *
     * @param threads starts the thread
     */
    BackgroundKernels(GateKernels first, Supplier<GateKernels> better, Executor threads) {
        current = first;
        try {
            threads.execute(() -> replaceBy(better));
        } catch (Throwable e) {
            // such as an OutOfMemoryError, under a limit of threads
            stays(e);
        }
    }

    private void replaceBy(Supplier<GateKernels> better) {
        try {
            current = better.get();
        } catch (Throwable e) {
            stays(e);
        }
    }

    private static void stays(Throwable thrown) {
        LOG.log(Level.WARNING, "a gate stays with the tiled CUDA kernel, for its own could not be compiled", thrown);
    }

    @Override
    public GateKernels get() {
        return current;
    }
}
