package org.moegate.cuda;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.PlanRequest;
import org.moegate.spi.RouteNumbers;

/** The caller's streams and memory. Threads take turns, since a launch's arguments are copied when the driver takes it. */
final class StreamRouting implements CudaRouting, AutoCloseable {

    private final PlanRequest request;
    private final Launch launch;
    private final LastStream lastStream = new LastStream();
    private boolean closed;

    StreamRouting(CudaDevice device, Supplier<GateKernels> kernels, PlanRequest request) {
        this.request = request;
        this.launch = new Launch(device, kernels, request);
    }

    @Override
    public void route(
            long stream,
            int numTokens,
            int numTokenNonPadded,
            long logits,
            long logitsRowStride,
            long bias,
            long topkIds,
            long topkWeights) {
        check(numTokens, numTokenNonPadded, logits, logitsRowStride, bias, topkIds, topkWeights);
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the plan is closed");
            }
            if (numTokens > 0) {
                launch.setBatch(numTokens, numTokenNonPadded, logits, logitsRowStride, bias, topkIds, topkWeights);
                launch.enqueue(lastStream.of(stream));
            }
        }
    }

    private void check(
            int numTokens,
            int numTokenNonPadded,
            long logits,
            long logitsRowStride,
            long bias,
            long topkIds,
            long topkWeights) {
        RouteNumbers.check(request.spec(), numTokens, numTokenNonPadded, logitsRowStride);
        @Nullable DType biasDType = request.biasDType();
        if (biasDType == null && bias != 0) {
            throw new IllegalArgumentException(
                    "bias = " + DeviceAddress.text(bias) + ": must be 0, the plan was compiled without a bias");
        }
        if (numTokens == 0) {
            return;
        }
        DeviceAddress.require("logits", logits, request.logitsDType().byteSize());
        DeviceAddress.require("topkIds", topkIds, Integer.BYTES);
        DeviceAddress.require("topkWeights", topkWeights, Float.BYTES);
        if (biasDType != null) {
            DeviceAddress.require("bias", bias, biasDType.byteSize());
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        launch.close();
    }
}
