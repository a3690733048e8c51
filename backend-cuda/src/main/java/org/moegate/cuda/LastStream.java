package org.moegate.cuda;

import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Pointer;

/** Makes an object of a stream's number. Engines mostly stay with a stream, so its object does too. For one thread at a time. */
final class LastStream {

    /** A number as JavaCPP has a pointer to it. */
    private static final class Handle extends Pointer {
        Handle(long address) {
            this.address = address;
        }
    }

    private CUstream_st last = new CUstream_st(new Handle(0));

    CUstream_st of(long stream) {
        if (last.address() != stream) {
            last = new CUstream_st(new Handle(stream));
        }
        return last;
    }
}
