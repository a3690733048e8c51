package org.moegate.opencl;

import java.util.function.UnaryOperator;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;
import org.jspecify.annotations.Nullable;
import org.moegate.spi.BackendException;
import org.moegate.spi.GateDevice;

/**
 * A device of a platform.
 *
 * @param platform whose it is
 * @param id its handle
 * @param facts what it says of itself
 * @param gateDevice what users call it
 */
record OpenClDevice(cl_platform_id platform, cl_device_id id, DeviceFacts facts, GateDevice gateDevice) {

    /** The same device with other facts. */
    OpenClDevice viewedAs(UnaryOperator<DeviceFacts> view) {
        return new OpenClDevice(platform, id, view.apply(facts), gateDevice);
    }

    /** Throws where a call returned an error. */
    void check(String call, int code) {
        ErrorText.check(call, code, facts.name());
    }

    /** What JOCL threw instead of returning a code, as it does where the application has it do so. */
    BackendException failure(CLException thrownByJocl) {
        return ErrorText.failure("a call of OpenCL", thrownByJocl.getStatus(), facts.name());
    }

    /** A buffer in a context on this device, to be released by the caller. */
    cl_mem newBuffer(cl_context context, long flags, long bytes, @Nullable Pointer hostMemory) {
        int[] code = new int[1];
        cl_mem made = CL.clCreateBuffer(context, flags, bytes, hostMemory, code);
        check("clCreateBuffer of " + bytes + " bytes", code[0]);
        return made;
    }
}
