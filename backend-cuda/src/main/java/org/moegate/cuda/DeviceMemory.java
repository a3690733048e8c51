package org.moegate.cuda;

import static org.bytedeco.cuda.global.cudart.*;

import org.moegate.kernelbuilds.Resources;

/**
 * Memory on the device.
 *
 * @param address where it begins
 */
record DeviceMemory(long address) {

    /** None at first. The device's context is current whenever it grows. */
    static Growing<DeviceMemory> growing(CudaDevice device) {
        return new Growing<>(device::check, (bytes, resources) -> allocate(device, bytes, resources));
    }

    /** Some that {@code resources} releases. The device's context is current. */
    static DeviceMemory allocate(CudaDevice device, long bytes, Resources resources) {
        long[] allocated = new long[1];
        device.check("cuMemAlloc of " + bytes + " bytes", cuMemAlloc(allocated, bytes));
        long address = allocated[0];
        resources.own("cuMemFree", () -> cuMemFree(address));
        return new DeviceMemory(address);
    }
}
