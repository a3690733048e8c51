package org.moegate.opencl;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_event;
import org.jocl.cl_mem;

/** An engine's part of OpenCL: a context, a queue and buffers on the machine's first device. */
final class CallerMemory implements AutoCloseable {

    private final OpenClDevice device = Driver.device();
    private final List<cl_mem> buffers = new ArrayList<>();
    private final cl_context context;
    private final cl_command_queue queue;

    CallerMemory() {
        this(0);
    }

    /** With a queue of some properties. */
    @SuppressWarnings("deprecation") // as an engine for OpenCL 1.2 does it
    CallerMemory(long queueProperties) {
        cl_context_properties properties = new cl_context_properties();
        properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
        context = CL.clCreateContext(properties, 1, new cl_device_id[] {device.id()}, null, null, null);
        queue = CL.clCreateCommandQueue(context, device.id(), queueProperties, null);
    }

    cl_command_queue queue() {
        return queue;
    }

    cl_mem buffer(long bytes) {
        cl_mem made = CL.clCreateBuffer(context, CL.CL_MEM_READ_WRITE, bytes, null, null);
        buffers.add(made);
        return made;
    }

    /** Room for some elements of four bytes, behind some that are not meant. */
    OpenClArray array(long count, int offset) {
        return new OpenClArray(buffer((offset + count) * Integer.BYTES), offset);
    }

    /** A buffer with some elements before those of the segment. */
    OpenClArray array(MemorySegment segment, int elementBytes, int offset) {
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) segment.byteSize()).order(ByteOrder.nativeOrder());
        MemorySegment.ofBuffer(bytes).copyFrom(segment);
        cl_mem made = buffer(segment.byteSize() + (long) offset * elementBytes);
        CL.clEnqueueWriteBuffer(
                queue, made, true, (long) offset * elementBytes, bytes.capacity(), Pointer.to(bytes), 0, null, null);
        return new OpenClArray(made, offset);
    }

    /** What an array of ints holds once a command is done. */
    int[] ints(OpenClArray array, int count, cl_event after) {
        int[] values = new int[count];
        read(array, count, Pointer.to(values), after);
        return values;
    }

    /** What an array of floats holds once a command is done. */
    float[] floats(OpenClArray array, int count, cl_event after) {
        float[] values = new float[count];
        read(array, count, Pointer.to(values), after);
        return values;
    }

    private void read(OpenClArray array, int count, Pointer values, cl_event after) {
        if (count > 0) {
            device.check(
                    "clEnqueueReadBuffer",
                    CL.clEnqueueReadBuffer(
                            queue,
                            array.buffer(),
                            true,
                            array.offset() * Integer.BYTES,
                            (long) count * Integer.BYTES,
                            values,
                            1,
                            new cl_event[] {after},
                            null));
        }
    }

    @Override
    public void close() {
        buffers.forEach(CL::clReleaseMemObject);
        CL.clReleaseCommandQueue(queue);
        CL.clReleaseContext(context);
    }
}
