package org.moegate.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;

/**
 * Rows of a segment as float32 in an array: the caller's own array where the segment lies over a {@code float[]} that goes on
 * for long enough, otherwise a widened copy.
 */
final class FloatRows {

    private final DType dtype;
    private final RowRouter router;
    private final int readAhead;
    private final float[] copy;
    private final short[] halves;
    private float @Nullable [] callers;
    private float[] array;
    private int first;
    private int stride;

    /**
     * Rows of one type.
     *
     * @param capacity elements at most
     * @param router who reads them
     */
    FloatRows(DType dtype, int capacity, RowRouter router) {
        this.dtype = dtype;
        this.router = router;
        this.readAhead = router.readAhead();
        int room = capacity + Math.max(router.slack(), readAhead);
        this.copy = new float[room];
        this.halves = new short[dtype == DType.F32 ? 0 : room];
        this.array = copy;
    }

    /** Before the first rows of a segment: the array under it, if there is one. */
    void begin(float @Nullable [] heapArray) {
        callers = dtype == DType.F32 ? heapArray : null;
    }

    /** Makes {@code count} rows of {@code width} elements available, the first at element {@code from}. */
    void load(MemorySegment segment, long from, long rowStride, int count, int width) {
        if (callers != null) {
            long at = segment.address() / Float.BYTES + from;
            if (at + (count - 1) * rowStride + width + readAhead <= callers.length) {
                array = callers;
                first = (int) at;
                stride = (int) rowStride;
                return;
            }
        }
        if (rowStride == width) {
            widen(segment, from, 0, count * width);
        } else {
            for (int row = 0; row < count; row++) {
                widen(segment, from + row * rowStride, row * width, width);
            }
        }
        array = copy;
        first = 0;
        stride = width;
    }

    /** One row from the start of an array: the caller's own where nothing behind it is read, otherwise a copy before −∞. */
    float[] row(MemorySegment segment, float @Nullable [] heapArray, int width) {
        if (dtype == DType.F32 && readAhead == 0 && heapArray != null && segment.address() == 0) {
            return heapArray;
        }
        widen(segment, 0, 0, width);
        Arrays.fill(copy, width, copy.length, Float.NEGATIVE_INFINITY);
        return copy;
    }

    /** Lets go of the caller's memory. */
    void release() {
        callers = null;
        array = copy;
    }

    float[] array() {
        return array;
    }

    int first() {
        return first;
    }

    int stride() {
        return stride;
    }

    private void widen(MemorySegment segment, long from, int to, int count) {
        long offset = from * dtype.byteSize();
        if (dtype == DType.F32) {
            MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT_UNALIGNED, offset, copy, to, count);
            return;
        }
        MemorySegment.copy(segment, ValueLayout.JAVA_SHORT_UNALIGNED, offset, halves, to, count);
        if (dtype == DType.F16) {
            for (int i = to; i < to + count; i++) {
                copy[i] = Float.float16ToFloat(halves[i]);
            }
        } else {
            router.widenBFloat16(halves, copy, to, count);
        }
    }
}
