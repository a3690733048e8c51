package org.moegate.opencl;

import java.util.Objects;
import org.jocl.cl_mem;

/**
 * Elements in a buffer on the device.
 *
 * @param buffer the buffer, the caller's
 * @param offset elements before the first one meant, at least 0
 */
public record OpenClArray(cl_mem buffer, long offset) {

    /** Checks the offset. */
    public OpenClArray {
        Objects.requireNonNull(buffer, "buffer");
        if (offset < 0) {
            throw new IllegalArgumentException("offset = " + offset + ": must not be negative");
        }
    }

    /**
     * A whole buffer.
     *
     * @param buffer the buffer
     * @return its elements from the first one on
     */
    public static OpenClArray of(cl_mem buffer) {
        return new OpenClArray(buffer, 0);
    }
}
