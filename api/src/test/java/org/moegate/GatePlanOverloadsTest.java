package org.moegate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Whatever the memory,")
class GatePlanOverloadsTest {

    private static final int TOKENS = SegmentCall.TOKENS;
    private static final int EXPERTS = SegmentCall.EXPERTS;
    private static final int COLUMNS = TOKENS * SegmentCall.TOPK;
    private static final int STRIDE = 6;

    private final FakeKernel kernel = new FakeKernel();
    private final GatePlan plan = kernel.plan(SegmentCall.F32);

    @ParameterizedTest
    @EnumSource
    @DisplayName("the worker sees the caller's inputs and writes the caller's outputs")
    void passesMemoryThrough(Memory memory) {
        Object logits = memory.allocate(Part.LOGITS, TOKENS * STRIDE);
        Object bias = memory.allocate(Part.BIAS, EXPERTS);
        Object ids = memory.allocate(Part.TOPK_IDS, COLUMNS);
        Object weights = memory.allocate(Part.TOPK_WEIGHTS, COLUMNS);
        fill(logits, 100);
        fill(bias, 200);
        kernel.onRoute = worker -> {
            assertEquals(TOKENS, worker.numTokens);
            assertEquals(2, worker.numTokenNonPadded);
            assertEquals(STRIDE, worker.logitsRowStride);
            assertArrayEquals(rising(TOKENS * STRIDE, 100), floats(worker.logits));
            assertArrayEquals(rising(EXPERTS, 200), floats(Objects.requireNonNull(worker.bias)));
            for (int i = 0; i < COLUMNS; i++) {
                worker.topkIds.set(ValueLayout.JAVA_INT_UNALIGNED, 4L * i, i);
                worker.topkWeights.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * i, 300 + i);
            }
        };

        Memory.route(plan, TOKENS, 2, logits, STRIDE, bias, ids, weights);

        assertEquals(1, kernel.onlyWorker().calls());
        assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5}, Memory.view(ids).toArray(ValueLayout.JAVA_INT_UNALIGNED));
        assertArrayEquals(rising(COLUMNS, 300), floats(Memory.view(weights)));
        assertArrayEquals(rising(TOKENS * STRIDE, 100), floats(Memory.view(logits)));
        assertArrayEquals(rising(EXPERTS, 200), floats(Memory.view(bias)));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("dense rows without padding are passed as such")
    void passesDenseRows(Memory memory) {
        Memory.routeDense(
                plan,
                TOKENS,
                memory.allocate(Part.LOGITS, TOKENS * EXPERTS),
                memory.allocate(Part.BIAS, EXPERTS),
                memory.allocate(Part.TOPK_IDS, COLUMNS),
                memory.allocate(Part.TOPK_WEIGHTS, COLUMNS));

        FakeWorker worker = kernel.onlyWorker();
        assertEquals(TOKENS, worker.numTokens);
        assertEquals(TOKENS, worker.numTokenNonPadded);
        assertEquals(EXPERTS, worker.logitsRowStride);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a bias that the plan does not have stays null")
    void passesNoBias(Memory memory) {
        Memory.routeDense(
                kernel.plan(SegmentCall.F32.withBias(null)),
                TOKENS,
                memory.allocate(Part.LOGITS, TOKENS * EXPERTS),
                null,
                memory.allocate(Part.TOPK_IDS, COLUMNS),
                memory.allocate(Part.TOPK_WEIGHTS, COLUMNS));

        assertEquals(1, kernel.onlyWorker().calls());
        assertNull(kernel.onlyWorker().bias);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = ".*BUFFER")
    @DisplayName("positions and limits of buffers stay where they are")
    void leavesPositions(Memory memory) {
        Buffer[] buffers = {
            (Buffer) memory.allocate(Part.LOGITS, TOKENS * EXPERTS),
            (Buffer) memory.allocate(Part.BIAS, EXPERTS),
            (Buffer) memory.allocate(Part.TOPK_IDS, COLUMNS),
            (Buffer) memory.allocate(Part.TOPK_WEIGHTS, COLUMNS)
        };
        String before = positions(buffers);

        plan.route(TOKENS, buffers[0], buffers[1], buffers[2], buffers[3]);

        assertEquals(1, kernel.onlyWorker().calls());
        assertEquals(before, positions(buffers));
    }

    @Test
    @DisplayName("a call sees a buffer where it is now, not where it was in the call before")
    void followsMovedBuffers() {
        FloatBuffer logits = FloatBuffer.wrap(rising(20, 0));
        FloatBuffer bias = FloatBuffer.allocate(EXPERTS);
        ByteBuffer ids = ByteBuffer.allocate(64);
        ByteBuffer weights = ByteBuffer.allocate(64);

        plan.route(1, logits, bias, ids, weights);
        assertArrayEquals(rising(20, 0), floats(kernel.onlyWorker().logits));
        plan.route(1, logits.position(5), bias, ids, weights);
        assertArrayEquals(rising(15, 5), floats(kernel.onlyWorker().logits));
        plan.route(1, logits.limit(10), bias, ids, weights);
        assertArrayEquals(rising(5, 5), floats(kernel.onlyWorker().logits));
    }

    @Test
    @DisplayName("a call sees the array it is given, not an equal one that it was given before")
    void followsOtherArrays() {
        float[] bias = new float[EXPERTS];
        int[] ids = new int[SegmentCall.TOPK];
        float[] weights = new float[SegmentCall.TOPK];
        for (float[] logits : new float[][] {new float[EXPERTS], new float[EXPERTS]}) {
            plan.route(1, logits, bias, ids, weights);
            assertSame(logits, kernel.onlyWorker().logits.heapBase().orElseThrow());
        }
    }

    private static void fill(Object memory, float first) {
        MemorySegment view = Memory.view(memory);
        float[] values = rising((int) view.byteSize() / 4, first);
        MemorySegment.copy(values, 0, view, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, values.length);
    }

    private static float[] rising(int length, float first) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = first + i;
        }
        return values;
    }

    private static float[] floats(MemorySegment segment) {
        return segment.toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }

    private static String positions(Buffer[] buffers) {
        StringBuilder positions = new StringBuilder();
        for (Buffer buffer : buffers) {
            positions
                    .append(buffer.position())
                    .append("..")
                    .append(buffer.limit())
                    .append(' ');
        }
        return positions.toString();
    }
}
