package com.example.jlama;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Where a gate writes the experts and weights of a batch, outside the heap, as Jlama's tensors are. For one thread. */
final class Routing {

    private final int topk;
    private MemorySegment ids = MemorySegment.NULL;
    private MemorySegment weights = MemorySegment.NULL;

    Routing(int topk) {
        this.topk = topk;
    }

    /** Makes room for a batch; memory is kept for the batches to come. */
    void ensureCapacity(int tokens) {
        long elements = (long) tokens * topk;
        if (ids.byteSize() < elements * Integer.BYTES) {
            ids = Arena.ofAuto().allocate(ValueLayout.JAVA_INT, elements);
            weights = Arena.ofAuto().allocate(ValueLayout.JAVA_FLOAT, elements);
        }
    }

    MemorySegment ids() {
        return ids;
    }

    MemorySegment weights() {
        return weights;
    }

    int expert(int token, int place) {
        return ids.getAtIndex(ValueLayout.JAVA_INT, (long) token * topk + place);
    }

    float weight(int token, int place) {
        return weights.getAtIndex(ValueLayout.JAVA_FLOAT, (long) token * topk + place);
    }

    /** A copy of a token's experts. */
    int[] experts(int token) {
        return ids.asSlice((long) token * topk * Integer.BYTES, (long) topk * Integer.BYTES)
                .toArray(ValueLayout.JAVA_INT);
    }

    /** A copy of a token's weights. */
    float[] weights(int token) {
        return weights.asSlice((long) token * topk * Float.BYTES, (long) topk * Float.BYTES)
                .toArray(ValueLayout.JAVA_FLOAT);
    }
}
