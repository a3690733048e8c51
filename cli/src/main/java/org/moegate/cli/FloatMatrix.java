package org.moegate.cli;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.moegate.DType;
import org.moegate.tensors.StoredType;
import org.moegate.tensors.Tensor;

/**
 * A tensor that a gate can read.
 *
 * @param dtype the element type
 * @param rows rows; one for a vector
 * @param width elements in a row
 * @param data rows * width elements
 */
record FloatMatrix(DType dtype, int rows, long width, MemorySegment data) {

    /**
     * Checks that a gate can read a tensor.
     *
     * @param name the file and the tensor, for messages
     * @param tensor the tensor, valid for as long as the matrix is used
     * @param mostDimensions 2 for a matrix, where a vector counts as its only row; 1 for a vector
     */
    static FloatMatrix of(String name, Tensor tensor, int mostDimensions) {
        List<Long> shape = tensor.shape();
        if (shape.isEmpty() || shape.size() > mostDimensions) {
            throw new FailedRunException(name + " has shape " + shape + ", must be "
                    + (mostDimensions == 2 ? "[tokens, num_experts] or [num_experts]" : "[num_experts]"));
        }
        long rows = shape.size() == 1 ? 1 : shape.getFirst();
        if (rows > Integer.MAX_VALUE) {
            throw new FailedRunException(name + " has " + rows + " rows, must be at most " + Integer.MAX_VALUE);
        }
        return new FloatMatrix(dtype(name, tensor.type()), (int) rows, shape.getLast(), tensor.data());
    }

    private static DType dtype(String name, StoredType type) {
        return switch (type) {
            case F32 -> DType.F32;
            case F16 -> DType.F16;
            case BF16 -> DType.BF16;
            default ->
                throw new FailedRunException(
                        name + " is of type " + type + ", must be F32, F16 or BF16: convert it first");
        };
    }
}
