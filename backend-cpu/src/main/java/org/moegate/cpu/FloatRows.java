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
final class FloatRows implements LogitsRows {

    private final DType dtype;
    private final RowRouter router;
    private final int readAhead;
    private final float[] copy;
    private final short[] halves;
    private float @Nullable [] callers;
    private boolean inPlace;
    private float[] array;
    private int first;
    private int stride;

    // the rows to copy
    private MemorySegment segment = MemorySegment.NULL;
    private long from;
    private long rowStride;
    private int width;

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

    /** Takes {@code rows} rows of {@code columns} elements, the first at element {@code start}. */
    void take(MemorySegment rowsSegment, long start, long segmentStride, int rows, int columns) {
        if (callers != null) {
            long at = rowsSegment.address() / Float.BYTES + start;
            if (at + (rows - 1) * segmentStride + columns + readAhead <= callers.length) {
                inPlace = true;
                array = callers;
                first = (int) at;
                stride = (int) segmentStride;
                return;
            }
        }
        inPlace = false;
        array = copy;
        stride = columns;
        segment = rowsSegment;
        from = start;
        rowStride = segmentStride;
        width = columns;
    }

    @Override
    public int ready(int firstRow, int endRow) {
        if (inPlace) {
            return first;
        }
        if (rowStride == width) {
            widen(segment, from + firstRow * rowStride, 0, (endRow - firstRow) * width);
        } else {
            for (int row = firstRow; row < endRow; row++) {
                widen(segment, from + row * rowStride, (row - firstRow) * width, width);
            }
        }
        return -firstRow * width;
    }

    /** One row from the start of an array: the caller's own where nothing behind it is read, otherwise a copy before −∞. */
    float[] row(MemorySegment rowSegment, float @Nullable [] heapArray, int columns) {
        if (dtype == DType.F32 && readAhead == 0 && heapArray != null && rowSegment.address() == 0) {
            return heapArray;
        }
        widen(rowSegment, 0, 0, columns);
        Arrays.fill(copy, columns, copy.length, Float.NEGATIVE_INFINITY);
        return copy;
    }

    /** Lets go of the caller's memory. */
    void release() {
        callers = null;
        array = copy;
        segment = MemorySegment.NULL;
    }

    @Override
    public float[] array() {
        return array;
    }

    @Override
    public int stride() {
        return stride;
    }

    private void widen(MemorySegment source, long start, int to, int count) {
        long offset = start * dtype.byteSize();
        if (dtype == DType.F32) {
            MemorySegment.copy(source, ValueLayout.JAVA_FLOAT_UNALIGNED, offset, copy, to, count);
            return;
        }
        MemorySegment.copy(source, ValueLayout.JAVA_SHORT_UNALIGNED, offset, halves, to, count);
        if (dtype == DType.F16) {
            for (int i = to; i < to + count; i++) {
                copy[i] = Float.float16ToFloat(halves[i]);
            }
        } else {
            router.widenBFloat16(halves, copy, to, count);
        }
    }
}
