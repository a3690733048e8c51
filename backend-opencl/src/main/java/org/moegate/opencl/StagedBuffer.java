package org.moegate.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;
import org.moegate.kernelbuilds.Resources;

/**
 * Memory that host and device both see, each on its side. Where the device can use the host's memory, both sides are one and
 * the copies between them none; otherwise the host's side is memory of the driver's, which it can transfer directly.
 */
final class StagedBuffer implements AutoCloseable {

    /** Pages, so that a device can take the memory as it is. */
    private static final int ALIGNMENT = 4096;

    private final OpenClDevice device;
    private final cl_command_queue queue;
    private final Arena arena = Arena.ofShared();
    private final Resources resources;
    private final MemorySegment host;
    private final Pointer hostPointer;
    private final cl_mem buffer;

    StagedBuffer(OpenClDevice device, cl_context context, cl_command_queue queue, long bytes) {
        this.device = device;
        this.queue = queue;
        this.resources = new Resources(device::check);
        try {
            ByteBuffer hostBuffer = device.facts().sharesHostMemory()
                    ? arena.allocate(bytes, ALIGNMENT).asByteBuffer()
                    : pinned(context, bytes);
            host = MemorySegment.ofBuffer(hostBuffer);
            hostPointer = Pointer.to(hostBuffer);
            buffer = device.facts().sharesHostMemory()
                    ? create(context, CL.CL_MEM_READ_WRITE | CL.CL_MEM_USE_HOST_PTR, bytes, hostPointer)
                    : create(context, CL.CL_MEM_READ_WRITE, bytes, null);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private ByteBuffer pinned(cl_context context, long bytes) {
        cl_mem pinned = create(context, CL.CL_MEM_READ_WRITE | CL.CL_MEM_ALLOC_HOST_PTR, bytes, null);
        int[] code = new int[1];
        ByteBuffer mapped = CL.clEnqueueMapBuffer(
                queue, pinned, true, CL.CL_MAP_READ | CL.CL_MAP_WRITE, 0, bytes, 0, null, null, code);
        device.check("clEnqueueMapBuffer of " + bytes + " bytes", code[0]);
        resources.own("clEnqueueUnmapMemObject", () -> {
            int unmapped = CL.clEnqueueUnmapMemObject(queue, pinned, mapped, 0, null, null);
            return unmapped == CL.CL_SUCCESS ? CL.clFinish(queue) : unmapped;
        });
        return mapped;
    }

    private cl_mem create(cl_context context, long flags, long bytes, @Nullable Pointer memory) {
        cl_mem made = device.newBuffer(context, flags, bytes, memory);
        resources.own("clReleaseMemObject", () -> CL.clReleaseMemObject(made));
        return made;
    }

    /** The host's side. */
    MemorySegment host() {
        return host;
    }

    /** The device's side. */
    cl_mem buffer() {
        return buffer;
    }

    /** From host to device, done on return. */
    void upload(long bytes) {
        device.check(
                "clEnqueueWriteBuffer",
                CL.clEnqueueWriteBuffer(queue, buffer, true, 0, bytes, hostPointer, 0, null, null));
    }

    /** From device to host, after everything enqueued before, done on return. */
    void download(long bytes) {
        device.check(
                "clEnqueueReadBuffer",
                CL.clEnqueueReadBuffer(queue, buffer, true, 0, bytes, hostPointer, 0, null, null));
    }

    @Override
    public void close() {
        try (arena) {
            resources.close();
        }
    }
}
