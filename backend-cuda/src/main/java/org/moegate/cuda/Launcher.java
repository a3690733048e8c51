package org.moegate.cuda;

import static org.bytedeco.cuda.global.cudart.*;

import org.bytedeco.cuda.cudart.CUlaunchAttribute;
import org.bytedeco.cuda.cudart.CUlaunchConfig;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Hands kernels to streams: a launch's configuration. For one thread at a time; nothing is allocated. */
final class Launcher implements AutoCloseable {

    private final CudaDevice device;
    private final CUlaunchAttribute early = new CUlaunchAttribute();
    private final CUlaunchConfig config;

    Launcher(CudaDevice device) {
        this.device = device;
        early.id(CU_LAUNCH_ATTRIBUTE_PROGRAMMATIC_STREAM_SERIALIZATION);
        early.value().programmaticStreamSerializationAllowed(1);
        this.config = new CUlaunchConfig()
                .gridDimY(1)
                .gridDimZ(1)
                .blockDimY(1)
                .blockDimZ(1)
                .attrs(early);
    }

    /** Does not wait. The arguments may change once this returns, since the driver has copied them. */
    void enqueue(Kernel kernel, int blocks, PointerPointer<Pointer> arguments, CUstream_st stream) {
        boolean startsEarly = KernelTable.startsEarly(device.facts(), blocks, kernel.blocksAtOnce());
        config.gridDimX(blocks)
                .blockDimX(kernel.threads())
                .sharedMemBytes(kernel.sharedBytes())
                .hStream(stream)
                .numAttrs(startsEarly ? 1 : 0);
        device.check(
                "cuLaunchKernelEx", cuLaunchKernelEx(config, kernel.function(), arguments, (PointerPointer<?>) null));
    }

    @Override
    public void close() {
        config.close();
        early.close();
    }
}
