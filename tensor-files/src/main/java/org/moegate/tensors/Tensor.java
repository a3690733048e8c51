package org.moegate.tensors;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;

/**
 * A packed, row-major, little-endian tensor. The memory is not copied: it is as long-lived, as mutable and as safe for
 * threads as its segment is.
 *
 * @param type the element type
 * @param shape the extents, outermost first; none for a scalar; an extent of 0 makes the tensor empty
 * @param data the elements; exactly as many bytes as type and shape need
 */
public record Tensor(StoredType type, List<Long> shape, MemorySegment data) {

    /**
     * Checks that type, shape and data agree, and copies the shape.
     *
     * @throws IllegalArgumentException if an extent is negative, or data has another size than type and shape need
     */
    public Tensor {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(data, "data");
        shape = List.copyOf(shape);
        for (int i = 0; i < shape.size(); i++) {
            if (shape.get(i) < 0) {
                throw new IllegalArgumentException("shape[" + i + "] = " + shape.get(i) + ": must be at least 0");
            }
        }
        long needed = neededBytes(type, shape);
        if (data.byteSize() != needed) {
            throw new IllegalArgumentException("data = " + data.byteSize() + " bytes: shape " + Printable.value(shape)
                    + " of " + type + " needs " + needed);
        }
    }

    private static long neededBytes(StoredType type, List<Long> shape) {
        try {
            return Shapes.byteSize(shape, type.byteSize() * Byte.SIZE);
        } catch (ArithmeticException overflow) {
            throw new IllegalArgumentException(
                    "shape = " + Printable.value(shape) + ": has too many elements of " + type + " to address",
                    overflow);
        }
    }
}
