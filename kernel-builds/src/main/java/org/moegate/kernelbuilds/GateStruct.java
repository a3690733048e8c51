package org.moegate.kernelbuilds;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.moegate.PlanRequest;

/**
 * A request as the struct {@code Gate} of the kernels' files: twelve fields of four bytes, in the order of the macros of
 * {@link GateConstants}. All are integers but {@code routed_scaling_factor}, which is a float.
 */
public final class GateStruct {

    /** The struct's size. */
    public static final int BYTES = 12 * Integer.BYTES;

    private GateStruct() {}

    /**
     * The struct.
     *
     * @param request what a kernel is to route
     * @return {@link #BYTES} in the order of this machine, in direct memory, from position 0
     */
    public static ByteBuffer of(PlanRequest request) {
        ByteBuffer struct = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.nativeOrder());
        for (Number number : GateConstants.numbers(request).values()) {
            if (number instanceof Float value) {
                struct.putFloat(value);
            } else {
                struct.putInt(number.intValue());
            }
        }
        return struct.flip();
    }
}
