package org.moegate.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.moegate.cpu.CpuBackendProvider;

/** The one width of vectors in this process: the CPU's widest, or the one a system property forces. */
public final class VectorWidth {

    static final VectorShape SHAPE =
            VectorShape.forBitSize(Integer.getInteger(CpuBackendProvider.VECTOR_BITS, widest()));
    static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);
    static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
    static final int LANES = FLOATS.length();

    private VectorWidth() {}

    /**
     * The width in use.
     *
     * @return bits
     */
    public static int bits() {
        return SHAPE.vectorBitSize();
    }

    /**
     * The width that suits this CPU best, which no forced width may exceed.
     *
     * @return bits
     */
    public static int widest() {
        return VectorShape.preferredShape().vectorBitSize();
    }

    /** Rounds an element count up to whole vectors. */
    static int padded(int count) {
        return (count + LANES - 1) / LANES * LANES;
    }

    static FloatVector floats(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }

    static IntVector ints(int value) {
        return IntVector.broadcast(INTS, value);
    }
}
