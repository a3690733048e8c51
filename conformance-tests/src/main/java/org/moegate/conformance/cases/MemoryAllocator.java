package org.moegate.conformance.cases;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Makes memory of one kind. */
@FunctionalInterface
public interface MemoryAllocator {

    /** Native memory that the garbage collector frees, on a multiple of 64. */
    MemoryAllocator NATIVE = bytes -> Arena.ofAuto().allocate(bytes, 64);

    /** Arrays of bytes. */
    MemoryAllocator HEAP_BYTES = bytes -> MemorySegment.ofArray(new byte[Math.toIntExact(bytes)]);

    /** Arrays of floats. */
    MemoryAllocator HEAP_FLOATS = bytes ->
            MemorySegment.ofArray(new float[Math.toIntExact((bytes + 3) / 4)]).asSlice(0, bytes);

    /** Arrays of longs. */
    MemoryAllocator HEAP_LONGS = bytes ->
            MemorySegment.ofArray(new long[Math.toIntExact((bytes + 7) / 8)]).asSlice(0, bytes);

    /** Native memory of an arena, on a multiple of 64. */
    static MemoryAllocator of(Arena arena) {
        return bytes -> arena.allocate(bytes, 64);
    }

    /** A segment of so many bytes. */
    MemorySegment allocate(long bytes);
}
