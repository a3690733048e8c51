package org.moegate.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_context;
import org.jocl.cl_kernel;
import org.jocl.cl_program;
import org.moegate.GateSpec;

/**
 * A built program.
 *
 * @param family which kernels
 * @param source what it was built from
 * @param handle the program, in the context it was built for
 * @param tiledLanes work-items of a tiled kernel's work-group; 0 for other families
 * @param keysInLocalMemory whether a tiled kernel keeps a row's keys there
 * @param mostWorkItems the largest work-group it can run in; less than it asks for where it needs too many registers
 */
record Program(
        KernelFamily family,
        KernelSource source,
        cl_program handle,
        int tiledLanes,
        boolean keysInLocalMemory,
        int mostWorkItems) {

    /** What a tiled kernel needs of local memory besides keys: the lanes' bests, partial sums, and what drivers take. */
    private static final int LOCAL_BYTES_A_LANE = 8;

    private static final int LOCAL_BYTES_FOR_OTHERS = 1024;

    /** The same program in another context. */
    Program in(DeviceContext home, cl_context context) {
        return new Program(
                family, source, home.buildFor(context, source), tiledLanes, keysInLocalMemory, mostWorkItems);
    }

    /** What a tiled kernel keeps of a row: a key an expert, a key a group, and the chosen experts. */
    static long keyBytes(GateSpec spec) {
        return ((long) spec.numExperts() + spec.numExpertGroup() + spec.numRoutedTopk()) * Integer.BYTES;
    }

    static boolean keysFitLocalMemory(DeviceFacts device, GateSpec spec, int lanes) {
        return keyBytes(spec) + (long) lanes * LOCAL_BYTES_A_LANE + LOCAL_BYTES_FOR_OTHERS <= device.localMemory();
    }

    /** One of its kernels, to be released by the caller. */
    cl_kernel newKernel(OpenClDevice device, String name) {
        return newKernel(device, handle, name);
    }

    private static cl_kernel newKernel(OpenClDevice device, cl_program handle, String name) {
        int[] code = new int[1];
        cl_kernel kernel = CL.clCreateKernel(handle, name, code);
        device.check("clCreateKernel", code[0]);
        return kernel;
    }

    /** Asks the driver for {@link #mostWorkItems()}. */
    static int mostWorkItems(OpenClDevice device, KernelFamily family, cl_program handle) {
        cl_kernel kernel = newKernel(device, handle, family.kernel());
        ByteBuffer size = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        int code = CL.clGetKernelWorkGroupInfo(
                kernel, device.id(), CL.CL_KERNEL_WORK_GROUP_SIZE, Long.BYTES, Pointer.to(size.array()), null);
        device.check("clReleaseKernel", CL.clReleaseKernel(kernel));
        device.check("clGetKernelWorkGroupInfo", code);
        return (int) size.getLong(0);
    }
}
