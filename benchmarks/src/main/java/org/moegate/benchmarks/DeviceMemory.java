package org.moegate.benchmarks;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_event;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;

/** An engine's part of OpenCL: a context, a queue that keeps times, and buffers, all on one device. */
final class DeviceMemory implements AutoCloseable {

    private final cl_context context;
    private final cl_command_queue queue;

    @SuppressWarnings("deprecation") // the function that takes its place is unknown to OpenCL 1.2
    DeviceMemory(String deviceName) {
        cl_device_id device = device(deviceName);
        cl_platform_id platform = new cl_platform_id();
        CL.clGetDeviceInfo(device, CL.CL_DEVICE_PLATFORM, Long.BYTES, Pointer.to(platform), null);
        cl_context_properties properties = new cl_context_properties();
        properties.addProperty(CL.CL_CONTEXT_PLATFORM, platform);
        context = CL.clCreateContext(properties, 1, new cl_device_id[] {device}, null, null, null);
        queue = CL.clCreateCommandQueue(context, device, CL.CL_QUEUE_PROFILING_ENABLE, null);
    }

    private static cl_device_id device(String name) {
        int[] count = new int[1];
        CL.clGetPlatformIDs(0, null, count);
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        CL.clGetPlatformIDs(platforms.length, platforms, null);
        for (cl_platform_id platform : platforms) {
            CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, 0, null, count);
            cl_device_id[] devices = new cl_device_id[count[0]];
            CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_ALL, devices.length, devices, null);
            for (cl_device_id device : devices) {
                if (name.startsWith(nameOf(device))) {
                    return device;
                }
            }
        }
        throw new IllegalArgumentException("device = " + name + ": no platform has it");
    }

    private static String nameOf(cl_device_id device) {
        byte[] name = new byte[1024];
        long[] length = new long[1];
        CL.clGetDeviceInfo(device, CL.CL_DEVICE_NAME, name.length, Pointer.to(name), length);
        return new String(name, 0, (int) length[0] - 1, java.nio.charset.StandardCharsets.UTF_8).strip();
    }

    cl_command_queue queue() {
        return queue;
    }

    cl_mem allocate(long bytes) {
        int[] code = new int[1];
        cl_mem made = CL.clCreateBuffer(context, CL.CL_MEM_READ_WRITE, bytes, null, code);
        if (code[0] != CL.CL_SUCCESS) {
            throw new IllegalStateException("clCreateBuffer: " + CL.stringFor_errorCode(code[0]));
        }
        return made;
    }

    /** A buffer with the contents of a heap segment. */
    cl_mem copyOf(MemorySegment segment) {
        cl_mem made = allocate(segment.byteSize());
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) segment.byteSize()).order(ByteOrder.nativeOrder());
        MemorySegment.ofBuffer(bytes).copyFrom(segment);
        CL.clEnqueueWriteBuffer(queue, made, true, 0, bytes.capacity(), Pointer.to(bytes), 0, null, null);
        return made;
    }

    cl_event copy(cl_mem from, cl_mem to, long bytes) {
        cl_event event = new cl_event();
        CL.clEnqueueCopyBuffer(queue, from, to, 0, 0, bytes, 0, null, event);
        return event;
    }

    /** Waits for what the queue holds, then fetches a buffer. */
    void read(cl_mem buffer, Pointer to, long bytes) {
        CL.clEnqueueReadBuffer(queue, buffer, true, 0, bytes, to, 0, null, null);
    }

    /** What the device measured of a command that it has done, which is then released. */
    double micros(cl_event event) {
        CL.clWaitForEvents(1, new cl_event[] {event});
        long micros = time(event, CL.CL_PROFILING_COMMAND_END) - time(event, CL.CL_PROFILING_COMMAND_START);
        CL.clReleaseEvent(event);
        return micros / 1e3;
    }

    private static long time(cl_event event, int what) {
        long[] nanos = new long[1];
        CL.clGetEventProfilingInfo(event, what, Long.BYTES, Pointer.to(nanos), null);
        return nanos[0];
    }

    void finish() {
        CL.clFinish(queue);
    }

    @Override
    public void close() {
        CL.clReleaseCommandQueue(queue);
        CL.clReleaseContext(context);
    }
}
