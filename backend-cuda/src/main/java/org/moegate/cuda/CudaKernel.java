package org.moegate.cuda;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moegate.PlanRequest;
import org.moegate.spi.GateKernel;
import org.moegate.spi.GateWorker;

/** A gate on a GPU: the kernels that the table chose, in the context that the device's plans share. */
final class CudaKernel implements GateKernel {

    private final CudaDevice device;
    private final DeviceContext context;
    private final Supplier<GateKernels> kernels;
    private final Supplier<DispatchKernels> dispatchKernels;
    private final PlanRequest request;
    private final StreamRouting streamRouting;
    private @Nullable StreamDispatch streamDispatch;

    CudaKernel(CudaDevice device, PlanRequest request, Settings settings) {
        this.device = device;
        this.request = request;
        this.context = DeviceContext.of(device);
        this.kernels = context.kernels(request, settings);
        this.dispatchKernels = () -> context.dispatchKernels(settings);
        this.streamRouting = new StreamRouting(device, kernels, request);
    }

    @Override
    public GateWorker newWorker() {
        return new CudaWorker(device, context.primary(), kernels, dispatchKernels, request);
    }

    @Override
    public <T> Optional<T> deviceRouting(Class<T> type) {
        if (type == CudaRouting.class) {
            return Optional.of(type.cast(streamRouting));
        }
        return type == CudaDispatch.class ? Optional.of(type.cast(streamDispatch())) : Optional.empty();
    }

    /** Made when first asked for, since not every engine does, and its kernels have to be compiled. */
    private synchronized StreamDispatch streamDispatch() {
        @Nullable StreamDispatch made = streamDispatch;
        if (made == null) {
            made = new StreamDispatch(device, dispatchKernels.get(), request.spec());
            streamDispatch = made;
        }
        return made;
    }

    @Override
    public synchronized void close() {
        try (streamRouting) {
            if (streamDispatch != null) {
                streamDispatch.close();
            }
        }
    }
}
