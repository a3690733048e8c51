package org.moegate.cuda;

import java.util.Optional;
import java.util.function.Supplier;
import org.moegate.PlanRequest;
import org.moegate.spi.GateKernel;
import org.moegate.spi.GateWorker;

/** A gate on a GPU: the kernels that the table chose, in the context that the device's plans share. */
final class CudaKernel implements GateKernel {

    private final CudaDevice device;
    private final DeviceContext context;
    private final Supplier<GateKernels> kernels;
    private final PlanRequest request;
    private final StreamRouting streamRouting;

    CudaKernel(CudaDevice device, PlanRequest request, Settings settings) {
        this.device = device;
        this.request = request;
        this.context = DeviceContext.of(device);
        this.kernels = context.kernels(request, settings);
        this.streamRouting = new StreamRouting(device, kernels, request);
    }

    @Override
    public GateWorker newWorker() {
        return new CudaWorker(device, context.primary(), kernels, request);
    }

    @Override
    public <T> Optional<T> deviceRouting(Class<T> type) {
        return type == CudaRouting.class ? Optional.of(type.cast(streamRouting)) : Optional.empty();
    }

    @Override
    public void close() {
        streamRouting.close();
    }
}
