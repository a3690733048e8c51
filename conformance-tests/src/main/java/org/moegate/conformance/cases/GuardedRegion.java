package org.moegate.conformance.cases;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Memory of a caller's between guard bytes, full of them at first, so that each byte written shows. */
final class GuardedRegion {

    private static final long GUARD_BYTES = 256;
    private static final byte GUARD = CallMemory.GUARD;

    /** As many as can lie on one side of the memory. */
    private static final MemorySegment GUARDS =
            MemorySegment.ofArray(new byte[2 * (int) GUARD_BYTES]).fill(GUARD);

    private final String name;
    private final MemorySegment whole;
    private final long first;
    private final long end;

    /**
     * Takes memory.
     *
     * @param name of what lies there
     * @param allocator makes a segment of so many bytes
     * @param bytes how many the caller needs
     * @param offset how much further than a multiple of 256 they lie from the start of what the allocator made, at most 256
     */
    GuardedRegion(String name, MemoryAllocator allocator, long bytes, long offset) {
        this.name = name;
        whole = allocator.allocate(2 * GUARD_BYTES + offset + bytes);
        first = GUARD_BYTES + offset;
        end = first + bytes;
        clear();
    }

    /** Takes away whatever was written, inside and outside. */
    void clear() {
        whole.fill(GUARD);
    }

    MemorySegment inside() {
        return whole.asSlice(first, end - first);
    }

    /** What was written outside, in words; empty if nothing was. */
    String damage() {
        long before = MemorySegment.mismatch(whole, 0, first, GUARDS, 0, first);
        if (before >= 0) {
            return name + ": byte " + (first - before) + " before its start was written. ";
        }
        long behind = MemorySegment.mismatch(whole, end, whole.byteSize(), GUARDS, 0, whole.byteSize() - end);
        return behind >= 0 ? name + ": byte " + (behind + 1) + " behind its end was written. " : "";
    }

    /** What was written inside, in words; empty if nothing was. */
    String traces() {
        for (long i = first; i < end; i++) {
            if (whole.get(ValueLayout.JAVA_BYTE, i) != GUARD) {
                return name + ": byte " + (i - first) + " was written. ";
            }
        }
        return "";
    }

    /** What is not as it is in another region, in words; empty if all is. */
    String changeSince(GuardedRegion before) {
        long at = whole.mismatch(before.whole);
        return at < 0 ? "" : name + ": byte " + (at - first) + " was changed. ";
    }
}
