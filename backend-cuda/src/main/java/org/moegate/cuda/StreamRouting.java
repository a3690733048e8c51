package org.moegate.cuda;

import java.util.function.Supplier;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.DeviceCallChecks;

/** The caller's streams and memory. Threads take turns, since a launch's arguments are copied when the driver takes it. */
final class StreamRouting implements CudaRouting, AutoCloseable {

    /** A number as JavaCPP has a pointer to it. */
    private static final class Handle extends Pointer {
        Handle(long address) {
            this.address = address;
        }
    }

    private final PlanRequest request;
    private final Launch launch;
    private CUstream_st lastStream = new CUstream_st(new Handle(0));
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
                launch.enqueue(pointerTo(stream));
            }
        }
    }

    /** Engines mostly stay with a stream, so its object does too. */
    private CUstream_st pointerTo(long stream) {
        if (lastStream.address() != stream) {
            lastStream = new CUstream_st(new Handle(stream));
        }
        return lastStream;
    }

    private void check(
            int numTokens,
            int numTokenNonPadded,
            long logits,
            long logitsRowStride,
            long bias,
            long topkIds,
            long topkWeights) {
        DeviceCallChecks.check(request.spec(), numTokens, numTokenNonPadded, logitsRowStride);
        @Nullable DType biasDType = request.biasDType();
        if (biasDType == null && bias != 0) {
            throw new IllegalArgumentException(
                    "bias = " + hex(bias) + ": must be 0, the plan was compiled without a bias");
        }
        if (numTokens == 0) {
            return;
        }
        checkAddress("logits", logits, request.logitsDType().byteSize());
        checkAddress("topkIds", topkIds, Integer.BYTES);
        checkAddress("topkWeights", topkWeights, Float.BYTES);
        if (biasDType != null) {
            checkAddress("bias", bias, biasDType.byteSize());
        }
    }

    private static void checkAddress(String name, long address, int elementBytes) {
        if (address == 0 || address % elementBytes != 0) {
            throw new IllegalArgumentException(name + " = " + hex(address)
                    + ": must be an address on the device that is a multiple of " + elementBytes);
        }
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }

    @Override
    public synchronized void close() {
        closed = true;
        launch.close();
    }
}
