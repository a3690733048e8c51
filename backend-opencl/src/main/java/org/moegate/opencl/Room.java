package org.moegate.opencl;

/** Whether the caller's buffers hold what a call is to read or write there. */
final class Room {

    private Room() {}

    static void require(String name, OpenClArray array, long elements, int elementBytes) {
        long available = ClInfo.bytesOf(array.buffer());
        if (available / elementBytes - array.offset() < elements) {
            throw new IllegalArgumentException(name + " = " + array + ": the buffer has " + available
                    + " bytes, must have " + elements + " elements of " + elementBytes + " bytes from the offset on");
        }
    }
}
