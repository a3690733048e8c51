package org.moegate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.moegate.SegmentCall.assertContains;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("An output must lie apart from whatever else a call uses:")
class GatePlanOverlapTest {

    private final SegmentCall call = new SegmentCall();

    enum Block {
        NATIVE,
        ENDLESS,
        BYTES,
        FLOATS,
        DIRECT_BUFFER,
        HEAP_BUFFER;

        @SuppressWarnings("restricted") // what foreign functions return is often used as endless
        MemorySegment allocate() {
            return switch (this) {
                case NATIVE -> Arena.ofAuto().allocate(256, 8);
                case ENDLESS -> Arena.ofAuto().allocate(256, 8).reinterpret(Long.MAX_VALUE);
                case BYTES -> MemorySegment.ofArray(new byte[256]);
                case FLOATS -> MemorySegment.ofArray(new float[64]);
                case DIRECT_BUFFER -> MemorySegment.ofBuffer(ByteBuffer.allocateDirect(256));
                case HEAP_BUFFER -> MemorySegment.ofBuffer(ByteBuffer.allocate(256));
            };
        }
    }

    static Stream<Arguments> pairs() {
        return Stream.of(
                        Arguments.of(Part.TOPK_IDS, Part.LOGITS),
                        Arguments.of(Part.TOPK_IDS, Part.BIAS),
                        Arguments.of(Part.TOPK_IDS, Part.TOPK_WEIGHTS),
                        Arguments.of(Part.TOPK_WEIGHTS, Part.LOGITS),
                        Arguments.of(Part.TOPK_WEIGHTS, Part.BIAS))
                .flatMap(pair -> Stream.of(pair, Arguments.of(pair.get()[1], pair.get()[0])));
    }

    static Stream<Arguments> pairsInBlocks() {
        return Stream.of(Block.values())
                .flatMap(block -> pairs().map(pair -> Arguments.of(block, pair.get()[0], pair.get()[1])));
    }

    @ParameterizedTest(name = "{0}, {1} before {2}")
    @MethodSource("pairsInBlocks")
    @DisplayName("one element in common is too much")
    void refusesOverlapOfOneElement(Block block, Part before, Part after) {
        MemorySegment whole = block.allocate();
        long start = SegmentCall.usedBytes(before) - 4;
        assertOverlapRefused(before, whole, after, whole.asSlice(start));
    }

    @ParameterizedTest(name = "{0}, {1} before {2}")
    @MethodSource("pairsInBlocks")
    @DisplayName("one element in common is too much in segments of just the size they need")
    void refusesOverlapOfExactSegments(Block block, Part before, Part after) {
        MemorySegment whole = block.allocate();
        long start = SegmentCall.usedBytes(before) - 4;
        assertOverlapRefused(
                before,
                whole.asSlice(0, SegmentCall.usedBytes(before)),
                after,
                whole.asSlice(start, SegmentCall.usedBytes(after)));
    }

    @ParameterizedTest(name = "{0}, {1} and {2}")
    @MethodSource("pairsInBlocks")
    @DisplayName("the same start is too much")
    void refusesSameStart(Block block, Part one, Part other) {
        MemorySegment whole = block.allocate();
        assertOverlapRefused(one, whole, other, whole);
    }

    @ParameterizedTest(name = "{0}, {1} and {2}")
    @MethodSource("pairsInBlocks")
    @DisplayName("a read-only view of an input hides nothing")
    void refusesOverlapWithReadOnlyView(Block block, Part one, Part other) {
        MemorySegment whole = block.allocate();
        assertOverlapRefused(
                one, one.isOutput() ? whole : whole.asReadOnly(), other, other.isOutput() ? whole : whole.asReadOnly());
    }

    private void assertOverlapRefused(Part one, MemorySegment oneSegment, Part other, MemorySegment otherSegment) {
        // the message names an output first, and of two outputs the ids
        boolean inOrder = one.isOutput() && (!other.isOutput() || one == Part.TOPK_IDS);
        call.with(one, oneSegment)
                .with(other, otherSegment)
                .assertRefused(
                        IllegalArgumentException.class,
                        (inOrder ? one + " = " + oneSegment : other + " = " + otherSegment) + ": overlaps "
                                + (inOrder ? other + " = " + otherSegment : one + " = " + oneSegment)
                                + ", must lie apart");
    }

    @ParameterizedTest(name = "{0}, {1} before {2}")
    @MethodSource("pairsInBlocks")
    @DisplayName("neighbours are apart")
    void acceptsNeighbours(Block block, Part before, Part after) {
        MemorySegment whole = block.allocate();
        long border = SegmentCall.usedBytes(before);
        call.with(before, whole.asSlice(0, border))
                .with(after, whole.asSlice(border, SegmentCall.usedBytes(after)))
                .assertAccepted();
    }

    @ParameterizedTest(name = "{0}, {1} before {2}")
    @MethodSource("pairsInBlocks")
    @DisplayName("segments may overlap where the call uses neither or only one")
    void acceptsOverlapOfUnusedEnds(Block block, Part before, Part after) {
        MemorySegment whole = block.allocate();
        call.with(before, whole)
                .with(after, whole.asSlice(SegmentCall.usedBytes(before)))
                .assertAccepted();
    }

    @ParameterizedTest(name = "{0}, {1} and {2}")
    @MethodSource("pairsInBlocks")
    @DisplayName("the same place in two arrays or arenas is apart")
    void acceptsSamePlaceInOtherMemory(Block block, Part one, Part other) {
        call.with(one, block.allocate()).with(other, block.allocate()).assertAccepted();
    }

    @ParameterizedTest(name = "{0} and {1}")
    @MethodSource("pairs")
    @SuppressWarnings("restricted") // nobody reads what lies at address 0
    @DisplayName("an index in an array is no native address")
    void acceptsEqualAddressesOfNativeAndHeap(Part inArray, Part inNative) {
        call.with(inArray, MemorySegment.ofArray(new int[64]))
                .with(inNative, MemorySegment.NULL.reinterpret(256))
                .assertAccepted();
    }

    @Test
    @DisplayName("inputs may share memory")
    void acceptsSharedInputs() {
        MemorySegment shared = Block.NATIVE.allocate();
        call.with(Part.LOGITS, shared).with(Part.BIAS, shared).assertAccepted();
    }

    @Test
    @DisplayName("views of one array through buffers do not hide it")
    void refusesOverlapOfBuffers() {
        ByteBuffer bytes = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());
        assertRefused(bytes, bytes.duplicate().position(SegmentCall.TOKENS * SegmentCall.TOPK * 4 - 4));
        assertRefused(bytes.asIntBuffer(), bytes.asFloatBuffer());
    }

    private void assertRefused(Buffer topkIds, Buffer topkWeights) {
        IllegalArgumentException e = assertThrowsExactly(
                IllegalArgumentException.class,
                () -> call.plan.route(
                        SegmentCall.TOKENS, ByteBuffer.allocate(48), ByteBuffer.allocate(16), topkIds, topkWeights));
        assertContains(e, "topkIds = ", ": overlaps topkWeights = ", ", must lie apart");
        assertEquals(0, call.kernel.calls());
    }
}
