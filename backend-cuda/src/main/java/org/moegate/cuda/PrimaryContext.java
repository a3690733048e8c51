package org.moegate.cuda;

import static org.bytedeco.cuda.global.cudart.*;

import org.bytedeco.cuda.cudart.CUctx_st;

/**
 * A device's primary context, which CUDA's runtime library uses too, so that memory and streams are shared with all that is
 * built on it. Held until the process ends.
 */
final class PrimaryContext {

    private final CudaDevice device;
    private final CUctx_st handle = new CUctx_st();

    PrimaryContext(CudaDevice device) {
        this.device = device;
        device.check(
                "cuDevicePrimaryCtxRetain",
                cuDevicePrimaryCtxRetain(handle, device.facts().ordinal()));
    }

    /** Makes it the calling thread's current one, until {@link #leave}. */
    void enter() {
        device.check("cuCtxPushCurrent", cuCtxPushCurrent(handle));
    }

    /** What was current before is so again. */
    void leave() {
        device.check("cuCtxPopCurrent", cuCtxPopCurrent(null));
    }
}
