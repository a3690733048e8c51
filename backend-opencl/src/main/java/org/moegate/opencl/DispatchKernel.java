package org.moegate.opencl;

import org.jocl.CL;
import org.jocl.cl_command_queue;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_program;
import org.jspecify.annotations.Nullable;
import org.moegate.kernelbuilds.Resources;

/**
 * A kernel of {@code dispatch.cl} with its arguments: numbers first, then arrays, a buffer and a position in it each. For one
 * thread at a time; allocates nothing.
 */
final class DispatchKernel {

    /** Each pair is compared with those of as many before it. */
    private static final int MOST_WORK_ITEMS = 256;

    private final OpenClDevice device;
    private final cl_kernel kernel;
    private final DeviceArray[] arrays;
    private final NumberArgument[] numbers;
    private final BufferArgument[] buffers;
    private final NumberArgument[] positions;
    private final long[] global = new long[1];
    private final long[] local = new long[1];

    /** A kernel by its name, with how many numbers and which arrays it takes; {@code resources} takes over what it makes. */
    DispatchKernel(
            OpenClDevice device,
            cl_program program,
            Resources resources,
            String name,
            int numberCount,
            DeviceArray... arrays) {
        this.device = device;
        this.arrays = arrays;
        int[] code = new int[1];
        kernel = CL.clCreateKernel(program, name, code);
        device.check("clCreateKernel", code[0]);
        resources.own("clReleaseKernel", () -> CL.clReleaseKernel(kernel));
        int argument = 0;
        numbers = new NumberArgument[numberCount];
        for (int i = 0; i < numberCount; i++) {
            numbers[i] = new NumberArgument(device, kernel, argument++, Integer.BYTES);
        }
        buffers = new BufferArgument[arrays.length];
        positions = new NumberArgument[arrays.length];
        for (int i = 0; i < arrays.length; i++) {
            buffers[i] = new BufferArgument(device, kernel, argument++);
            positions[i] = new NumberArgument(device, kernel, argument++, Long.BYTES);
        }
    }

    /** Work-items of a work-group: a power of two. */
    static int workGroupSize(DeviceFacts device) {
        return Math.min(MOST_WORK_ITEMS, Integer.highestOneBit(device.maxWorkGroupSize()));
    }

    void setNumber(int index, int value) {
        numbers[index].set(value);
    }

    /** Runs as many work-items, at least 1, or some more, which have nothing to do. */
    void enqueue(cl_command_queue queue, long workItems, cl_event @Nullable [] waitFor, @Nullable cl_event event) {
        for (int i = 0; i < arrays.length; i++) {
            buffers[i].set(arrays[i].buffer());
            positions[i].set(arrays[i].first());
        }
        local[0] = Math.min(workGroupSize(device.facts()), workItems);
        global[0] = Math.ceilDiv(workItems, local[0]) * local[0];
        device.check(
                "clEnqueueNDRangeKernel",
                CL.clEnqueueNDRangeKernel(
                        queue, kernel, 1, null, global, local, waitFor == null ? 0 : waitFor.length, waitFor, event));
    }
}
