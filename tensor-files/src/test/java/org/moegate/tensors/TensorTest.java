package org.moegate.tensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A tensor")
class TensorTest {

    private static final MemorySegment EIGHT_BYTES = MemorySegment.ofArray(new byte[8]);

    @Test
    @DisplayName("keeps its shape when the caller's list changes")
    void copiesItsShape() {
        List<Long> shape = new ArrayList<>(List.of(2L));
        var tensor = new Tensor(StoredType.F32, shape, EIGHT_BYTES);
        shape.set(0, 3L);
        assertEquals(List.of(2L), tensor.shape());
    }

    @Test
    @DisplayName("has data of exactly the size that type and shape need")
    void sizesAgree() {
        assertEquals("data = 9 bytes: shape [2, 2] of F16 needs 8", refusal(StoredType.F16, 9, 2L, 2L));
    }

    @Test
    @DisplayName("has no negative extent, not even beside a zero")
    void extentsAreNotNegative() {
        assertEquals("shape[1] = -1: must be at least 0", refusal(StoredType.U8, 8, 0L, -1L));
    }

    @Test
    @DisplayName("whose elements overflow a long is refused")
    void overflowIsNoticed() {
        assertEquals(
                "shape = [4294967296, 4294967296, 1]: has too many elements of U8 to address",
                refusal(StoredType.U8, 0, 1L << 32, 1L << 32, 1L));
    }

    @Test
    @DisplayName("with an extent of 0 is empty, whatever the others are")
    void zeroEmpties() {
        var tensor = new Tensor(
                StoredType.F64, List.of(Long.MAX_VALUE, Long.MAX_VALUE, 0L), MemorySegment.ofArray(new byte[0]));
        assertEquals(0, tensor.data().byteSize());
    }

    private static String refusal(StoredType type, int bytes, Long... shape) {
        var data = MemorySegment.ofArray(new byte[bytes]);
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> new Tensor(type, List.of(shape), data))
                .getMessage());
    }
}
