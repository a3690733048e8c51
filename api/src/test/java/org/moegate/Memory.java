package org.moegate;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.jspecify.annotations.Nullable;

/** Every kind of memory that a plan takes, four bytes an element. Buffers start above 0 and end below capacity. */
enum Memory {
    ARRAY {
        @Override
        Object allocate(Part part, int elements) {
            return part == Part.TOPK_IDS ? new int[elements] : new float[elements];
        }
    },
    SEGMENT_OF_FLOATS {
        @Override
        Object allocate(Part part, int elements) {
            return MemorySegment.ofArray(new float[elements]);
        }
    },
    SEGMENT_OF_SHORTS {
        @Override
        Object allocate(Part part, int elements) {
            return MemorySegment.ofArray(new short[2 * elements]);
        }
    },
    SEGMENT_OF_BYTES {
        @Override
        Object allocate(Part part, int elements) {
            return MemorySegment.ofArray(new byte[4 * elements]);
        }
    },
    NATIVE_SEGMENT {
        @Override
        Object allocate(Part part, int elements) {
            return Arena.ofAuto().allocate(4L * elements, 4);
        }
    },
    HEAP_BUFFER {
        @Override
        Object allocate(Part part, int elements) {
            return part == Part.TOPK_IDS
                    ? IntBuffer.allocate(BEFORE + elements + AFTER)
                            .slice(1, BEFORE - 1 + elements)
                            .position(BEFORE - 1)
                    : FloatBuffer.allocate(BEFORE + elements + AFTER)
                            .position(BEFORE)
                            .limit(BEFORE + elements);
        }
    },
    DIRECT_BUFFER {
        @Override
        Object allocate(Part part, int elements) {
            ByteBuffer bytes =
                    ByteBuffer.allocateDirect(4 * (BEFORE + elements + AFTER)).order(ByteOrder.nativeOrder());
            return (part == Part.TOPK_IDS ? bytes.asIntBuffer() : bytes.asFloatBuffer())
                    .position(BEFORE)
                    .limit(BEFORE + elements);
        }
    },
    HEAP_BYTE_BUFFER {
        @Override
        Object allocate(Part part, int elements) {
            return ByteBuffer.allocate(4 * (BEFORE + elements + AFTER))
                    .position(4 * BEFORE)
                    .limit(4 * (BEFORE + elements));
        }
    },
    DIRECT_BYTE_BUFFER {
        @Override
        Object allocate(Part part, int elements) {
            return ByteBuffer.allocateDirect(4 * (BEFORE + elements + AFTER))
                    .position(4 * BEFORE)
                    .limit(4 * (BEFORE + elements));
        }
    };

    private static final int BEFORE = 3;
    private static final int AFTER = 2;

    abstract Object allocate(Part part, int elements);

    /** The same memory, for tests to fill and read. */
    static MemorySegment view(Object memory) {
        return switch (memory) {
            case MemorySegment segment -> segment;
            case Buffer buffer -> MemorySegment.ofBuffer(buffer);
            case int[] ints -> MemorySegment.ofArray(ints);
            case float[] floats -> MemorySegment.ofArray(floats);
            default -> throw new IllegalArgumentException(memory.toString());
        };
    }

    /** Calls the overload that takes this kind of memory. */
    static void route(
            GatePlan plan,
            int numTokens,
            int numTokenNonPadded,
            Object logits,
            long stride,
            @Nullable Object bias,
            Object ids,
            Object weights) {
        if (logits instanceof MemorySegment segment) {
            plan.route(
                    numTokens,
                    numTokenNonPadded,
                    segment,
                    stride,
                    (MemorySegment) bias,
                    (MemorySegment) ids,
                    (MemorySegment) weights);
        } else if (logits instanceof Buffer buffer) {
            plan.route(numTokens, numTokenNonPadded, buffer, stride, (Buffer) bias, (Buffer) ids, (Buffer) weights);
        } else {
            plan.route(numTokens, numTokenNonPadded, (float[]) logits, stride, (float[]) bias, (int[]) ids, (float[])
                    weights);
        }
    }

    /** Calls the overload for dense rows without padding that takes this kind of memory. */
    static void routeDense(
            GatePlan plan, int numTokens, Object logits, @Nullable Object bias, Object ids, Object weights) {
        if (logits instanceof MemorySegment segment) {
            plan.route(numTokens, segment, (MemorySegment) bias, (MemorySegment) ids, (MemorySegment) weights);
        } else if (logits instanceof Buffer buffer) {
            plan.route(numTokens, buffer, (Buffer) bias, (Buffer) ids, (Buffer) weights);
        } else {
            plan.route(numTokens, (float[]) logits, (float[]) bias, (int[]) ids, (float[]) weights);
        }
    }
}
