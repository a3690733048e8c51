package org.moegate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.moegate.SegmentCall.assertContains;

import java.lang.foreign.Arena;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Of buffers, a plan refuses, before it writes anything,")
class GatePlanBuffersTest {

    private static final ByteOrder FOREIGN =
            ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;

    private final FakeKernel kernel = new FakeKernel();
    private final int[] ids = new int[6];
    private final float[] weights = new float[6];
    private final Map<Part, @Nullable Buffer> buffers = new EnumMap<>(Part.class);

    GatePlanBuffersTest() {
        Arrays.fill(ids, 7);
        Arrays.fill(weights, 7);
        buffers.put(Part.LOGITS, ByteBuffer.allocate(48));
        buffers.put(Part.BIAS, ByteBuffer.allocate(16));
        buffers.put(Part.TOPK_IDS, IntBuffer.wrap(ids));
        buffers.put(Part.TOPK_WEIGHTS, FloatBuffer.wrap(weights));
    }

    static Stream<Arguments> wrongKinds() {
        FloatBuffer floats = FloatBuffer.allocate(12);
        ShortBuffer shorts = ShortBuffer.allocate(24);
        CharBuffer chars = CharBuffer.allocate(24);
        IntBuffer ints = IntBuffer.allocate(12);
        LongBuffer longs = LongBuffer.allocate(6);
        DoubleBuffer doubles = DoubleBuffer.allocate(6);
        PlanRequest mixed = new PlanRequest(SegmentCall.F32.spec(), DType.F16, DType.BF16);
        return Stream.of(
                        wrongKinds(SegmentCall.F32, Part.LOGITS, "FloatBuffer of F32", ints, shorts, chars, doubles),
                        wrongKinds(SegmentCall.F32, Part.BIAS, "FloatBuffer of F32", ints, shorts, longs),
                        wrongKinds(mixed, Part.LOGITS, "ShortBuffer of F16", floats, ints, chars),
                        wrongKinds(mixed, Part.BIAS, "ShortBuffer of BF16", floats, chars),
                        wrongKinds(SegmentCall.F32, Part.TOPK_IDS, "IntBuffer of int32", floats, longs, shorts),
                        wrongKinds(SegmentCall.F32, Part.TOPK_WEIGHTS, "FloatBuffer of float32", ints, doubles))
                .flatMap(arguments -> arguments);
    }

    private static Stream<Arguments> wrongKinds(PlanRequest request, Part part, String allowed, Buffer... wrong) {
        return Stream.of(wrong).map(buffer -> Arguments.of(request, part, buffer, allowed));
    }

    @ParameterizedTest(name = "{1} in {2}")
    @MethodSource("wrongKinds")
    @DisplayName("those of other elements")
    void refusesOtherKinds(PlanRequest request, Part part, Buffer buffer, String allowed) {
        assertRefused(
                request,
                part,
                buffer,
                IllegalArgumentException.class,
                part + " = " + buffer.getClass().getSimpleName() + ": must be a ByteBuffer or a " + allowed);
    }

    static Stream<Arguments> foreignOrders() {
        return Stream.of(
                Arguments.of(SegmentCall.F32, Part.LOGITS, foreign().asFloatBuffer()),
                Arguments.of(SegmentCall.F32, Part.BIAS, foreign().asFloatBuffer()),
                Arguments.of(SegmentCall.F16, Part.LOGITS, foreign().asShortBuffer()),
                Arguments.of(SegmentCall.F16, Part.BIAS, foreign().asShortBuffer()),
                Arguments.of(SegmentCall.F32, Part.TOPK_IDS, foreign().asIntBuffer()),
                Arguments.of(SegmentCall.F32, Part.TOPK_WEIGHTS, foreign().asFloatBuffer()));
    }

    private static ByteBuffer foreign() {
        return ByteBuffer.allocateDirect(64).order(FOREIGN);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("foreignOrders")
    @DisplayName("those of foreign byte order")
    void refusesForeignOrder(PlanRequest request, Part part, Buffer buffer) {
        assertRefused(
                request,
                part,
                buffer,
                IllegalArgumentException.class,
                part + " = " + buffer + ": is " + FOREIGN + ", must be of native order " + ByteOrder.nativeOrder());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("no byte buffer, whose order is only that of its own accessors")
    void acceptsByteBuffersOfAnyOrder(Part part) {
        buffers.put(part, foreign());
        route(SegmentCall.F32);
        assertEquals(1, kernel.calls());
    }

    @Test
    @DisplayName("no short buffer for 16-bit elements")
    void acceptsShortBuffers() {
        buffers.put(Part.LOGITS, ShortBuffer.allocate(12));
        buffers.put(Part.BIAS, ShortBuffer.allocate(4));
        route(SegmentCall.F16);
        assertEquals(1, kernel.calls());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BIAS")
    @DisplayName("null where every call needs one")
    void refusesNull(Part part) {
        assertRefused(SegmentCall.F32, part, null, NullPointerException.class, part + " = null: must not be null");
    }

    @Test
    @DisplayName("a missing bias where it was compiled for one")
    void refusesMissingBias() {
        assertRefused(
                SegmentCall.F32,
                Part.BIAS,
                null,
                IllegalArgumentException.class,
                "bias = null: the plan was compiled for a bias of F32");
    }

    @Test
    @DisplayName("a bias of whatever kind where it was compiled for none")
    void refusesBias() {
        assertRefused(
                SegmentCall.F32.withBias(null),
                Part.BIAS,
                IntBuffer.allocate(4),
                IllegalArgumentException.class,
                "must be null, the plan was compiled without a bias");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("those with a byte too few between position and limit")
    void refusesOneByteTooFew(Part part) {
        int bytes = (int) SegmentCall.usedBytes(part);
        assertRefused(
                SegmentCall.F32,
                part,
                ByteBuffer.allocate(64).position(4).limit(4 + bytes - 1),
                IllegalArgumentException.class,
                part + " = ",
                "its " + (bytes - 1) + " bytes are too few");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("those that start off the grid of their elements")
    void refusesMisaligned(Part part) {
        for (ByteBuffer bytes : new ByteBuffer[] {ByteBuffer.allocate(64), ByteBuffer.allocateDirect(64)}) {
            assertRefused(
                    SegmentCall.F32,
                    part,
                    bytes.position(2),
                    IllegalArgumentException.class,
                    part + " = ",
                    " must be a multiple of 4");
        }
    }

    @Test
    @DisplayName("read-only outputs")
    void refusesReadOnlyOutputs() {
        Class<IllegalArgumentException> type = IllegalArgumentException.class;
        String allowed = ": is read-only, must be writable";
        PlanRequest f32 = SegmentCall.F32;
        assertRefused(f32, Part.TOPK_IDS, IntBuffer.wrap(ids).asReadOnlyBuffer(), type, "topkIds = ", allowed);
        buffers.put(Part.TOPK_IDS, IntBuffer.wrap(ids));
        assertRefused(f32, Part.TOPK_WEIGHTS, foreign().asReadOnlyBuffer(), type, "topkWeights = ", allowed);
    }

    @Test
    @DisplayName("no read-only inputs")
    void acceptsReadOnlyInputs() {
        buffers.put(Part.LOGITS, FloatBuffer.allocate(12).asReadOnlyBuffer());
        buffers.put(Part.BIAS, ByteBuffer.allocateDirect(16).asReadOnlyBuffer());
        route(SegmentCall.F32);
        assertEquals(1, kernel.calls());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("those over memory that was freed, even if an earlier call took them")
    void refusesFreedMemory(Part part) {
        try (GatePlan plan = kernel.plan(SegmentCall.F32)) {
            try (Arena arena = Arena.ofConfined()) {
                buffers.put(part, arena.allocate(64, 8).asByteBuffer());
                route(plan);
            }
            IllegalStateException e = assertThrowsExactly(IllegalStateException.class, () -> route(plan));
            assertContains(e, part + " = ", "its arena is closed");
            assertEquals(1, kernel.calls());
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("those over memory of another thread")
    void refusesAnotherThreadsMemory(Part part) throws Exception {
        try (Arena arena = Arena.ofConfined();
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            Buffer buffer = arena.allocate(64, 8).asByteBuffer();
            other.submit(() -> assertRefused(
                            SegmentCall.F32,
                            part,
                            buffer,
                            WrongThreadException.class,
                            part + " = ",
                            "belongs to another thread"))
                    .get();
        }
    }

    private void assertRefused(
            PlanRequest request,
            Part part,
            @Nullable Buffer buffer,
            Class<? extends RuntimeException> type,
            String... fragments) {
        buffers.put(part, buffer);
        assertContains(assertThrowsExactly(type, () -> route(request)), fragments);
        assertEquals(0, kernel.calls());
        assertArrayEquals(new int[] {7, 7, 7, 7, 7, 7}, ids);
        assertArrayEquals(new float[] {7, 7, 7, 7, 7, 7}, weights);
    }

    private void route(PlanRequest request) {
        try (GatePlan plan = kernel.plan(request)) {
            route(plan);
        }
    }

    @SuppressWarnings("NullAway") // what a plan does with nulls is tested too
    private void route(GatePlan plan) {
        plan.route(
                SegmentCall.TOKENS,
                buffers.get(Part.LOGITS),
                buffers.get(Part.BIAS),
                buffers.get(Part.TOPK_IDS),
                buffers.get(Part.TOPK_WEIGHTS));
    }
}
