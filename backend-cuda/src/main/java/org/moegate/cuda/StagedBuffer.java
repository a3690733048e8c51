package org.moegate.cuda;

import static org.bytedeco.cuda.global.cudart.*;

import java.lang.foreign.MemorySegment;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.moegate.kernelbuilds.Resources;

/** Memory with two sides: the host's is pinned, so that the GPU can reach it; mostly, the device has a copy of it. */
final class StagedBuffer {

    /** What a kernel reads across the bus in less time than two copies take to start. */
    private static final long MOST_BYTES_ACROSS_THE_BUS = 64 << 10;

    private final CudaDevice device;
    private final Pointer pinned;
    private final MemorySegment host;
    private final long address;

    private StagedBuffer(CudaDevice device, long bytes, long mostBytesAcrossTheBus, Resources resources) {
        this.device = device;
        pinned = pinned(device, bytes, resources);
        host = segment(pinned.address(), bytes);
        // one address space: the device knows pinned memory by the host's address
        address = bytes <= mostBytesAcrossTheBus
                ? pinned.address()
                : DeviceMemory.allocate(device, bytes, resources).address();
    }

    /**
     * A buffer whose every element kernels read or write once, and that {@code resources} releases. A small one they read and
     * write as it is; a larger one has a copy, since every access of a kernel would cross the bus. The device's context is
     * current.
     */
    static StagedBuffer forOneAccess(CudaDevice device, long bytes, Resources resources) {
        return new StagedBuffer(device, bytes, MOST_BYTES_ACROSS_THE_BUS, resources);
    }

    /** A buffer that kernels come back to, so that it always has a copy, and that {@code resources} releases. */
    static StagedBuffer forManyAccesses(CudaDevice device, long bytes, Resources resources) {
        return new StagedBuffer(device, bytes, 0, resources);
    }

    private static Pointer pinned(CudaDevice device, long bytes, Resources resources) {
        try (PointerPointer<Pointer> allocated = new PointerPointer<>(1)) {
            device.check(
                    "cuMemHostAlloc of " + bytes + " bytes",
                    cuMemHostAlloc(allocated, bytes, CU_MEMHOSTALLOC_PORTABLE | CU_MEMHOSTALLOC_DEVICEMAP));
            Pointer pinned = allocated.get();
            resources.own("cuMemFreeHost", () -> cuMemFreeHost(pinned));
            return pinned;
        }
    }

    @SuppressWarnings("restricted") // NIO's buffers end at 2 GiB
    private static MemorySegment segment(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
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

    /** Zeros on the device's side, in the order of the stream. */
    void clear(CUstream_st stream) {
        device.check("cuMemsetD8Async", cuMemsetD8Async(address, (byte) 0, host.byteSize(), stream));
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
