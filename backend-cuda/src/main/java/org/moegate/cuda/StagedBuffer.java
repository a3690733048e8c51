package org.moegate.cuda;

import static org.bytedeco.cuda.global.cudart.*;

import java.lang.foreign.MemorySegment;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.moegate.kernelbuilds.Resources;

/**
 * Memory with two sides: the host's is pinned, so that the GPU can reach it. A small one is read and written by kernels as it is;
 * a larger one has a copy on the device, since every access of a kernel would cross the bus.
 */
final class StagedBuffer {

    /** What a kernel reads across the bus in less time than two copies take to start. */
    private static final long MOST_BYTES_ACROSS_THE_BUS = 64 << 10;

    private final CudaDevice device;
    private final Pointer pinned;
    private final MemorySegment host;
    private final long address;

    /** A buffer that {@code resources} releases. The device's context is current. */
    StagedBuffer(CudaDevice device, long bytes, Resources resources) {
        this.device = device;
        try (PointerPointer<Pointer> allocated = new PointerPointer<>(1)) {
            device.check(
                    "cuMemHostAlloc of " + bytes + " bytes",
                    cuMemHostAlloc(allocated, bytes, CU_MEMHOSTALLOC_PORTABLE | CU_MEMHOSTALLOC_DEVICEMAP));
            pinned = allocated.get();
        }
        resources.own("cuMemFreeHost", () -> cuMemFreeHost(pinned));
        host = MemorySegment.ofBuffer(new BytePointer(pinned).capacity(bytes).asByteBuffer());
        if (bytes <= MOST_BYTES_ACROSS_THE_BUS) {
            // one address space: the device knows pinned memory by the host's address
            address = pinned.address();
        } else {
            long[] allocated = new long[1];
            device.check("cuMemAlloc of " + bytes + " bytes", cuMemAlloc(allocated, bytes));
            address = allocated[0];
            resources.own("cuMemFree", () -> cuMemFree(address));
        }
    }

    /** The host's side. */
    MemorySegment host() {
        return host;
    }

    /** The device's side. */
    long address() {
        return address;
    }

    private boolean isShared() {
        return address == pinned.address();
    }

    /** From host to device, in the order of the stream. */
    void upload(long bytes, CUstream_st stream) {
        if (!isShared() && bytes > 0) {
            device.check("cuMemcpyHtoDAsync", cuMemcpyHtoDAsync(address, pinned, bytes, stream));
        }
    }

    /** From device to host, in the order of the stream. */
    void download(long bytes, CUstream_st stream) {
        if (!isShared() && bytes > 0) {
            device.check("cuMemcpyDtoHAsync", cuMemcpyDtoHAsync(pinned, address, bytes, stream));
        }
    }
}
