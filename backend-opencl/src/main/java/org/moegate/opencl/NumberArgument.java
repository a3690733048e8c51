package org.moegate.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_kernel;

/** A kernel's argument of 4 or 8 bytes. It tells the driver changes only, since each telling costs a native call. */
final class NumberArgument {

    private final OpenClDevice device;
    private final cl_kernel kernel;
    private final int index;
    private final ByteBuffer storage;
    private final Pointer pointer;
    private boolean isSet;
    private long last;

    NumberArgument(OpenClDevice device, cl_kernel kernel, int index, int bytes) {
        this.device = device;
        this.kernel = kernel;
        this.index = index;
        this.storage = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        this.pointer = Pointer.to(storage);
    }

    void set(long value) {
        if (isSet && value == last) {
            return;
        }
        if (storage.capacity() == Integer.BYTES) {
            storage.putInt(0, (int) value);
        } else {
            storage.putLong(0, value);
        }
        device.check("clSetKernelArg", CL.clSetKernelArg(kernel, index, storage.capacity(), pointer));
        last = value;
        isSet = true;
    }
}
