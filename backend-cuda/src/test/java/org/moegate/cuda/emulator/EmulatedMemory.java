package org.moegate.cuda.emulator;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * The memory of the emulated GPU. Each of its arrays is exactly as large as it has to be, and lies between guard bytes. All of
 * it is full of them at first, so that what a kernel finds behind an array changes with the byte.
 */
final class EmulatedMemory {

    /** As a GPU's memory is aligned. */
    private static final long ALIGNMENT = 256;

    private final SegmentAllocator allocator;
    private final List<EmulatedArray> arrays;
    private MemorySegment memory = MemorySegment.NULL;
    private long end;
    private byte guard;

    /** For arrays in this order. */
    EmulatedMemory(SegmentAllocator allocator, List<EmulatedArray> arrays) {
        this.allocator = allocator;
        this.arrays = arrays;
    }

    /** Takes all arrays away. */
    void clear() {
        end = 0;
    }

    /** Gives the next array its place, so far from a multiple of {@link #ALIGNMENT}. */
    void place(EmulatedArray array, long bytes, long offset) {
        array.place(Math.ceilDiv(end + ALIGNMENT, ALIGNMENT) * ALIGNMENT + offset, bytes);
        end = array.end();
    }

    /** Once all arrays have their places: fills all memory. */
    void fill(byte guardByte) {
        long wanted = end + ALIGNMENT;
        if (wanted > memory.byteSize()) {
            // the earlier memory stays with the allocator, and is less than this
            memory = allocator.allocate(Math.max(wanted, 2 * memory.byteSize()), ALIGNMENT);
        }
        memory.fill(guardByte);
        guard = guardByte;
    }

    long address(EmulatedArray array) {
        return memory.address() + array.start();
    }

    void upload(MemorySegment from, EmulatedArray array) {
        MemorySegment.copy(from, 0, memory, array.start(), array.bytes());
    }

    void download(EmulatedArray array, MemorySegment to) {
        MemorySegment.copy(memory, array.start(), to, 0, array.bytes());
    }

    /** Throws where something was written outside of the arrays. */
    void requireIntactGuards() {
        long from = 0;
        for (int i = 0; i < arrays.size(); i++) {
            requireGuards(from, arrays.get(i).start(), arrays.get(i));
            from = arrays.get(i).end();
        }
        requireGuards(from, end + ALIGNMENT, arrays.getLast());
    }

    private void requireGuards(long from, long to, EmulatedArray near) {
        for (long i = from; i < to; i++) {
            if (memory.get(ValueLayout.JAVA_BYTE, i) != guard) {
                throw new KernelFault("a byte beside " + near + " was written: " + (i - near.start())
                        + " from its start of " + near.bytes() + " bytes");
            }
        }
    }
}
