package org.moegate.opencl;

import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;

/** Where an array lies in the next call. Set anew for each, so that calls make no objects. */
final class DeviceArray {

    private @Nullable cl_mem buffer;
    private long first;

    void set(cl_mem ofBuffer, long firstElement) {
        buffer = ofBuffer;
        first = firstElement;
    }

    void set(OpenClArray array) {
        set(array.buffer(), array.offset());
    }

    void set(DeviceArray other) {
        buffer = other.buffer;
        first = other.first;
    }

    @Nullable
    cl_mem buffer() {
        return buffer;
    }

    /** In elements. */
    long first() {
        return first;
    }
}
