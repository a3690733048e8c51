package org.moegate.cpu.vector;

import jdk.incubator.vector.VectorShape;
import org.moegate.cpu.CpuBackendProvider;

/**
 * How wide vectors are, apart from {@link VectorWidth} because the vectors themselves take the JVM tens of milliseconds to
 * set up, which nobody should pay for who only asks.
 */
public final class VectorBits {

    private VectorBits() {}

    /**
     * The width in use in this process: the CPU's widest, or the one a system property forces.
     *
     * @return bits
     */
    public static int inUse() {
        return Integer.getInteger(CpuBackendProvider.VECTOR_BITS, widest());
    }

    /**
     * The width that suits this CPU best, which no forced width may exceed.
     *
     * @return bits
     */
    public static int widest() {
        return VectorShape.preferredShape().vectorBitSize();
    }
}
