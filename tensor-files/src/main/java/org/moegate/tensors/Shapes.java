package org.moegate.tensors;

import java.util.List;

/** The arithmetic of shapes that may have been made up to overflow it. */
final class Shapes {

    private Shapes() {}

    /**
     * The bytes that a packed tensor takes.
     *
     * @throws ArithmeticException if they are too many to count
     */
    static long byteSize(List<Long> shape, int elementBits) {
        // an extent of 0 empties the tensor, however large the others multiply
        if (shape.contains(0L)) {
            return 0;
        }
        long bits = elementBits;
        for (long extent : shape) {
            bits = Math.multiplyExact(bits, extent);
        }
        return Math.ceilDiv(bits, Byte.SIZE);
    }
}
