package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
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

/**
 * An engine's part of OpenCL: a context, a queue and buffers on the machine's first device. What lies around the elements of an
 * array is another's: {@link #close} finds what was written there.
 */
final class CallerMemory implements AutoCloseable {

    /** An array's bytes in a buffer. */
    private record Array(cl_mem buffer, int from, int to, int size) {}

    private static final int ELEMENTS_BEHIND = 16;

    /** An id and a count that are seen in the results of whatever reads them. */
    private static final int ANOTHERS = 17;

    private final OpenClDevice device = Driver.device();
    private final List<cl_mem> buffers = new ArrayList<>();
    private final List<Array> arrays = new ArrayList<>();
    private final cl_context context;
    private final cl_command_queue queue;
    private final int elementsBehind;

    CallerMemory() {
        this(0);
    }

    /** With a queue of some properties. */
    CallerMemory(long queueProperties) {
        this(queueProperties, ELEMENTS_BEHIND);
    }

    /** With arrays that end where their buffers do, so that a simulator sees who reads behind them. */
    static CallerMemory exact() {
        return new CallerMemory(0, 0);
    }

    @SuppressWarnings("deprecation") // as an engine for OpenCL 1.2 does it
    private CallerMemory(long queueProperties, int elementsBehind) {
        this.elementsBehind = elementsBehind;
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
        return array(MemorySegment.ofArray(new int[(int) count]), Integer.BYTES, offset);
    }

    /** A buffer with some elements before those of the segment. */
    OpenClArray array(MemorySegment segment, int elementBytes, int offset) {
        int from = offset * elementBytes;
        int to = from + (int) segment.byteSize();
        ByteBuffer bytes = ByteBuffer.allocateDirect(to + elementsBehind * Integer.BYTES);
        for (int at = 0; at < bytes.capacity(); at++) {
            bytes.put(at, anothers(at));
        }
        MemorySegment.ofBuffer(bytes).asSlice(from, segment.byteSize()).copyFrom(segment);
        cl_mem made = buffer(bytes.capacity());
        device.check(
                "clEnqueueWriteBuffer",
                CL.clEnqueueWriteBuffer(queue, made, true, 0, bytes.capacity(), Pointer.to(bytes), 0, null, null));
        arrays.add(new Array(made, from, to, bytes.capacity()));
        return new OpenClArray(made, offset);
    }

    private static byte anothers(int at) {
        return (byte) (ANOTHERS >>> (at % Integer.BYTES * Byte.SIZE));
    }

    private void requireAnothersUntouched(Array array) {
        byte[] bytes = new byte[array.size()];
        device.check(
                "clEnqueueReadBuffer",
                CL.clEnqueueReadBuffer(queue, array.buffer(), true, 0, array.size(), Pointer.to(bytes), 0, null, null));
        for (int at = 0; at < bytes.length; at++) {
            if (at < array.from() || at >= array.to()) {
                assertEquals(anothers(at), bytes[at], "byte " + at + ", outside of " + array);
            }
        }
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
        device.check("clFinish", CL.clFinish(queue));
        arrays.forEach(this::requireAnothersUntouched);
        buffers.forEach(CL::clReleaseMemObject);
        CL.clReleaseCommandQueue(queue);
        CL.clReleaseContext(context);
    }
}
