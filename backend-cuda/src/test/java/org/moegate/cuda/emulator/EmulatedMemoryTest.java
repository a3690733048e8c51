package org.moegate.cuda.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("the emulated GPU's memory")
class EmulatedMemoryTest {

    private static final byte GUARD = 0x47;
    private static final int BYTES = 24;

    private final EmulatedArray first = new EmulatedArray("first");
    private final EmulatedArray last = new EmulatedArray("last");
    private final EmulatedMemory memory = new EmulatedMemory(Arena.ofAuto(), List.of(first, last));

    private void place(long bytes, long offset) {
        memory.clear();
        memory.place(first, bytes, offset);
        memory.place(last, bytes, offset);
        memory.fill(GUARD);
    }

    /** As a kernel writes: wherever it likes. */
    @SuppressWarnings("restricted")
    private static void write(long address) {
        MemorySegment.ofAddress(address).reinterpret(1).set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
    }

    @Test
    @DisplayName("brings bytes there and back, in batches that grow and shrink")
    void thereAndBack() {
        for (int bytes : new int[] {1, 5000, 3, 5001}) {
            place(bytes, 4);
            byte[] in = new byte[bytes];
            byte[] out = new byte[bytes];
            in[bytes - 1] = 7;
            memory.upload(MemorySegment.ofArray(in), last);
            memory.download(last, MemorySegment.ofArray(out));
            memory.requireIntactGuards();
            assertArrayEquals(in, out);
        }
    }

    @Test
    @DisplayName("lies where it was asked to, to the byte")
    void alignment() {
        place(BYTES, 12);
        assertEquals(12, memory.address(first) % 256);
        assertEquals(12, memory.address(last) % 256);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, BYTES, -200, BYTES + 200})
    @DisplayName("shows what was written beside its arrays")
    void writesBeside(long at) {
        for (EmulatedArray array : List.of(first, last)) {
            place(BYTES, 0);
            memory.requireIntactGuards();
            write(memory.address(array));
            write(memory.address(array) + BYTES - 1);
            memory.requireIntactGuards();
            write(memory.address(array) + at);
            assertThrows(KernelFault.class, memory::requireIntactGuards);
        }
    }
}
