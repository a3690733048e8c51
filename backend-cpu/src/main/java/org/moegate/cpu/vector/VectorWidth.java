package org.moegate.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Vectors of the one width that this process uses. */
final class VectorWidth {

    private static final VectorShape SHAPE = VectorShape.forBitSize(VectorBits.inUse());

    static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);
    static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
    static final int LANES = FLOATS.length();

    private VectorWidth() {}

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
