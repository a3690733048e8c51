package org.moegate;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import org.jspecify.annotations.Nullable;

/** The segment over an array or buffer, made anew only for another one or a moved position, so that calls allocate nothing. */
final class SegmentView {

    private @Nullable Object memory;
    private int position;
    private int limit;
    private MemorySegment segment = MemorySegment.NULL;

    @SuppressWarnings("ReferenceEquality") // equal contents in another place are another segment
    MemorySegment of(Object next) {
        if (next instanceof Buffer buffer) {
            if (memory != buffer || position != buffer.position() || limit != buffer.limit()) {
                segment = MemorySegment.ofBuffer(buffer);
                position = buffer.position();
                limit = buffer.limit();
                memory = buffer;
            }
        } else if (memory != next) {
            segment = next instanceof int[] ints ? MemorySegment.ofArray(ints) : MemorySegment.ofArray((float[]) next);
            memory = next;
        }
        return segment;
    }
}
