package org.moegate.cuda;

/** Addresses as callers give them. */
final class DeviceAddress {

    private DeviceAddress() {}

    /**
     * Throws where it cannot be that of an array.
     *
     * @throws IllegalArgumentException naming the argument, its value and what is allowed
     */
    static void require(String name, long address, int elementBytes) {
        if (address == 0 || address % elementBytes != 0) {
            throw new IllegalArgumentException(name + " = " + text(address)
                    + ": must be an address on the device that is a multiple of " + elementBytes);
        }
    }

    static String text(long address) {
        return "0x" + Long.toHexString(address);
    }
}
