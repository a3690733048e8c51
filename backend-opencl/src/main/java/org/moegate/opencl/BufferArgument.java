package org.moegate.opencl;

import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;

/** A kernel's argument that is a buffer, or where a gate has no bias, none. It tells the driver changes only. */
final class BufferArgument {

    private final OpenClDevice device;
    private final cl_kernel kernel;
    private final int index;
    private boolean isSet;
    private @Nullable cl_mem last;

    BufferArgument(OpenClDevice device, cl_kernel kernel, int index) {
        this.device = device;
        this.kernel = kernel;
        this.index = index;
    }

    @SuppressWarnings("ReferenceEquality") // equal handles may be those of a buffer that is gone
    void set(@Nullable cl_mem buffer) {
        if (isSet && buffer == last) {
            return;
        }
        @Nullable Pointer pointer = buffer == null ? null : Pointer.to(buffer);
        device.check("clSetKernelArg", CL.clSetKernelArg(kernel, index, Sizeof.cl_mem, pointer));
        last = buffer;
        isSet = true;
    }
}
