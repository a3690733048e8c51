package org.moegate.cuda;

import org.moegate.spi.GateDevice;

/**
 * A GPU.
 *
 * @param facts what it says of itself
 * @param gateDevice what users call it
 */
record CudaDevice(DeviceFacts facts, GateDevice gateDevice) {

    /** Throws where a call returned an error. */
    void check(String call, int code) {
        CudaErrors.check(call, code, facts.name());
    }
}
