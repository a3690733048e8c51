package org.moegate;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a segment that a call is given, each in words that name the argument. Checks that pass allocate nothing;
 * messages are built only for those that fail.
 */
final class SegmentChecks {

    private SegmentChecks() {}

    static void requirePresent(String name, @Nullable Object value) {
        if (value == null) {
            throw new NullPointerException(name + " = null: must not be null");
        }
    }

    /** The bytes that rows of {@code width} elements span, if the segment holds them. */
    static long requireSize(String name, MemorySegment segment, int rows, long rowStride, int width, int elementBytes) {
        if (rows == 0) {
            return 0;
        }
        long available = segment.byteSize() / elementBytes;
        long beforeLast = available - width;
        // rows - 1 strides and one width must fit; divided rather than multiplied, as the product can overflow
        if (beforeLast < 0 || (rows > 1 && beforeLast / rowStride < rows - 1)) {
            String shape = rows == 1 ? "[" + width + "]" : "[" + rows + ", " + width + "]";
            String stride = rows == 1 || rowStride == width ? "" : ", row stride " + rowStride;
            throw new IllegalArgumentException(name + " = " + segment + ": its " + segment.byteSize()
                    + " bytes are too few, must hold " + shape + " elements of " + elementBytes + " bytes" + stride);
        }
        return ((rows - 1) * rowStride + width) * elementBytes;
    }

    static void requireUsable(String name, MemorySegment segment, long bytes, int elementBytes) {
        if (!segment.scope().isAlive()) {
            throw new IllegalStateException(name + " = " + segment + ": its arena is closed, must be alive");
        }
        if (!segment.isAccessibleBy(Thread.currentThread())) {
            throw new WrongThreadException(name + " = " + segment
                    + ": belongs to another thread, must be accessible by " + Thread.currentThread());
        }
        if (bytes > 0 && segment.address() % elementBytes != 0) {
            throw new IllegalArgumentException(name + " = " + segment + ": its address "
                    + Long.toUnsignedString(segment.address()) + " must be a multiple of " + elementBytes);
        }
    }

    static void requireWritable(String name, MemorySegment segment) {
        if (segment.isReadOnly()) {
            throw new IllegalArgumentException(name + " = " + segment + ": is read-only, must be writable");
        }
    }

    static void requireApart(
            String name, MemorySegment segment, long bytes, String otherName, MemorySegment other, long otherBytes) {
        long distance = other.address() - segment.address();
        // the first one is an output: where it uses some bytes, the other one does too
        if (bytes > 0 && distance < bytes && -distance < otherBytes && sameMemory(segment, other)) {
            throw new IllegalArgumentException(
                    name + " = " + segment + ": overlaps " + otherName + " = " + other + ", must lie apart");
        }
    }

    /** Whether the addresses of two segments compare: native ones share one space, heap ones only that of one array. */
    private static boolean sameMemory(MemorySegment segment, MemorySegment other) {
        // asOverlappingSlice only on the heap: of native segments reinterpreted as endless it sees no overlap
        return segment.isNative()
                ? other.isNative()
                : segment.asOverlappingSlice(other).isPresent();
    }
}
