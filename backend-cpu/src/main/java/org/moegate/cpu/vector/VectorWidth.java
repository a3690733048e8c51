package org.moegate.cpu.vector;

import java.util.Arrays;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Vectors of the one width that this process uses. */
final class VectorWidth {

    private static final VectorShape SHAPE = VectorShape.forBitSize(VectorBits.inUse());

    static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);
    static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
    static final int LANES = FLOATS.length();

    /** LANES ones, then LANES zeros; read at LANES − n it is a vector whose first n lanes are one. */
    static final int[] STEP = step();

    private VectorWidth() {}

    private static int[] step() {
        int[] step = new int[2 * LANES];
        Arrays.fill(step, 0, LANES, 1);
        return step;
    }

    /** Rounds an element count up to whole vectors. */
    static int padded(int count) {
        return (count + LANES - 1) / LANES * LANES;
    }
}
