package org.moegate.opencl;

import java.util.function.UnaryOperator;
import org.jocl.CL;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;
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
        if (code != CL.CL_SUCCESS) {
            throw ErrorText.failure(call, code, facts.name());
        }
    }
}
