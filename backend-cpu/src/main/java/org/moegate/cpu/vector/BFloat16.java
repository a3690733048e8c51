package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.INTS;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Numbers of 16 bits that are the upper half of a float32. */
final class BFloat16 {

    /** As many as a vector of floats has lanes. */
    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(LANES * Short.SIZE));

    private BFloat16() {}

    /** Widens whole vectors, which may end behind the last number. */
    static void widen(short[] from, float[] to, int first, int count) {
        for (int i = first; i < first + count; i += LANES) {
            IntVector bits =
                    (IntVector) ShortVector.fromArray(SHORTS, from, i).convertShape(VectorOperators.S2I, INTS, 0);
            bits.lanewise(VectorOperators.LSHL, Short.SIZE)
                    .reinterpretAsFloats()
                    .intoArray(to, i);
        }
    }
}
