package org.moegate.cpu;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The float array under a heap segment, asked for anew only where another segment comes: heapBase() allocates its Optional
 * wherever the compiler came to know that place by other kinds of segments.
 */
final class HeapFloats {

    private MemorySegment segment = MemorySegment.NULL;
    private float @Nullable [] floats;

    /** The array, or null where there is none or it is hidden behind a read-only segment. */
    float @Nullable [] under(MemorySegment next) {
        if (next.isNative()) {
            segment = MemorySegment.NULL;
            floats = null;
        } else if (!segment.equals(next)) {
            segment = next;
            floats = next.heapBase().orElse(null) instanceof float[] array ? array : null;
        }
        return floats;
    }
}
