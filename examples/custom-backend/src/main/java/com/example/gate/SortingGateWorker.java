package com.example.gate;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.moegate.DType;
import org.moegate.PlanRequest;
import org.moegate.spi.GateWorker;

/** Brings rows from the caller's memory to the sorter and back. One call at a time, so its arrays serve every call. */
final class SortingGateWorker implements GateWorker {

    private final PlanRequest request;
    private final RowSorter sorter;
    private final float[] logitsRow;
    private final float[] biasRow;
    private final int[] idsRow;
    private final float[] weightsRow;

    SortingGateWorker(PlanRequest request) {
        this.request = request;
        sorter = new RowSorter(request.spec());
        logitsRow = new float[request.spec().numExperts()];
        biasRow = new float[request.spec().numExperts()];
        idsRow = new int[request.spec().topk()];
        weightsRow = new float[request.spec().topk()];
    }

    @Override
    public void route(
            int numTokens,
            int numTokenNonPadded,
            MemorySegment logits,
            long logitsRowStride,
            MemorySegment bias,
            MemorySegment topkIds,
            MemorySegment topkWeights) {
        if (bias != null) { // null exactly where the request has none: the zeros stay
            read(bias, request.biasDType(), 0, biasRow);
        }
        for (int row = 0; row < numTokens; row++) {
            if (row < numTokenNonPadded) {
                read(logits, request.logitsDType(), row * logitsRowStride, logitsRow);
                sorter.route(logitsRow, biasRow, idsRow, weightsRow);
            } else {
                Arrays.fill(idsRow, -1);
                Arrays.fill(weightsRow, 0);
            }
            long offset = (long) row * idsRow.length * Integer.BYTES; // ids and weights are both of four bytes
            MemorySegment.copy(idsRow, 0, topkIds, JAVA_INT_UNALIGNED, offset, idsRow.length);
            MemorySegment.copy(weightsRow, 0, topkWeights, JAVA_FLOAT_UNALIGNED, offset, weightsRow.length);
        }
    }

    /** Widens elements from index {@code first} on; a segment over a byte[] promises no alignment, hence the layouts. */
    private static void read(MemorySegment from, DType dtype, long first, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = switch (dtype) {
                case F32 -> from.getAtIndex(JAVA_FLOAT_UNALIGNED, first + i);
                case F16 -> Float.float16ToFloat(from.getAtIndex(JAVA_SHORT_UNALIGNED, first + i));
                case BF16 -> Float.intBitsToFloat(from.getAtIndex(JAVA_SHORT_UNALIGNED, first + i) << Short.SIZE);
            };
        }
    }

    @Override
    public void close() {
        // holds no memory but the heap's
    }
}
