package org.moegate;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A plan refuses, before it writes anything,")
class GatePlanArgumentsTest {

    private final SegmentCall call = new SegmentCall();

    @Test
    @DisplayName("nothing of a valid call")
    void acceptsValidCall() {
        call.assertAccepted();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BIAS")
    @DisplayName("null for memory that every call needs")
    void refusesNull(Part part) {
        call.with(part, null).assertRefused(NullPointerException.class, part + " = null: must not be null");
    }

    @Test
    @DisplayName("a missing bias where it was compiled for one")
    void refusesMissingBias() {
        call.with(Part.BIAS, null)
                .assertRefused(IllegalArgumentException.class, "bias = null: the plan was compiled for a bias of F32");
    }

    @Test
    @DisplayName("a bias where it was compiled for none")
    void refusesBias() {
        MemorySegment bias = MemorySegment.ofArray(new float[SegmentCall.EXPERTS]);
        new SegmentCall(SegmentCall.F32.withBias(null))
                .with(Part.BIAS, bias)
                .assertRefused(
                        IllegalArgumentException.class,
                        "bias = " + bias + ": must be null, the plan was compiled without a bias");
    }

    @Test
    @DisplayName("no missing bias where it was compiled for none")
    void acceptsMissingBias() {
        new SegmentCall(SegmentCall.F32.withBias(null)).assertAccepted();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE})
    @DisplayName("a negative number of tokens")
    void refusesNegativeTokens(int numTokens) {
        call.numTokens = numTokens;
        call.assertRefused(IllegalArgumentException.class, "numTokens = " + numTokens + ": must not be negative");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, SegmentCall.TOKENS + 1, Integer.MAX_VALUE})
    @DisplayName("a number of non-padded tokens outside 0..numTokens")
    void refusesNonPaddedOutOfRange(int numTokenNonPadded) {
        call.numTokenNonPadded = numTokenNonPadded;
        call.assertRefused(
                IllegalArgumentException.class,
                "numTokenNonPadded = " + numTokenNonPadded + ": must lie in 0..3 (numTokens)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, SegmentCall.TOKENS})
    @DisplayName("no number of non-padded tokens at the ends of 0..numTokens")
    void acceptsNonPaddedAtTheEnds(int numTokenNonPadded) {
        call.numTokenNonPadded = numTokenNonPadded;
        call.assertAccepted();
    }

    @ParameterizedTest
    @ValueSource(longs = {SegmentCall.EXPERTS - 1, 0, -1, Long.MIN_VALUE})
    @DisplayName("a row stride below num_experts")
    void refusesShortStride(long stride) {
        call.logitsRowStride = stride;
        call.assertRefused(
                IllegalArgumentException.class, "logitsRowStride = " + stride + ": must be at least 4 (num_experts)");
    }

    static Stream<Arguments> hugeStrides() {
        return LongStream.of(
                        Long.MAX_VALUE,
                        Long.MAX_VALUE - 3,
                        1L << 62,
                        (1L << 62) + 4,
                        1L << 61,
                        (1L << 61) + 4,
                        1L << 60)
                .boxed()
                .flatMap(stride -> IntStream.of(2, 3, 5, Integer.MAX_VALUE)
                        .mapToObj(numTokens -> Arguments.of(numTokens, stride)));
    }

    @ParameterizedTest(name = "{0} tokens, row stride {1}")
    @MethodSource("hugeStrides")
    @DisplayName("a row stride so large that the size of the logits overflows")
    void refusesHugeStride(int numTokens, long stride) {
        call.with(numTokens, stride)
                .assertRefused(
                        IllegalArgumentException.class,
                        "logits = MemorySegment{",
                        "its 48 bytes are too few, must hold [" + numTokens + ", 4] elements of 4 bytes, row stride "
                                + stride);
    }

    @Test
    @DisplayName("no row stride, however large, of a single row")
    void acceptsHugeStrideOfOneRow() {
        call.with(1, Long.MAX_VALUE).assertAccepted();
    }

    @Test
    @DisplayName("more tokens than any memory holds")
    void refusesTooManyTokens() {
        call.with(Integer.MAX_VALUE, SegmentCall.EXPERTS)
                .assertRefused(
                        IllegalArgumentException.class,
                        "logits = MemorySegment{",
                        "its 48 bytes are too few, must hold [2147483647, 4] elements of 4 bytes");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"TOPK_IDS", "TOPK_WEIGHTS"})
    @SuppressWarnings("restricted") // memory that seems endless
    @DisplayName("more tokens than an output holds, when the logits hold enough")
    void refusesTooManyTokensForOutputs(Part output) {
        MemorySegment endless = Arena.ofAuto().allocate(64, 8).reinterpret(Long.MAX_VALUE);
        Part other = output == Part.TOPK_IDS ? Part.TOPK_WEIGHTS : Part.TOPK_IDS;
        call.with(Part.LOGITS, endless)
                .with(other, endless)
                .with(Integer.MAX_VALUE, SegmentCall.EXPERTS)
                .assertRefused(
                        IllegalArgumentException.class,
                        output + " = MemorySegment{",
                        "its 24 bytes are too few, must hold [2147483647, 2] elements of 4 bytes");
    }

    @Test
    @DisplayName("every call once it is closed")
    void refusesCallsOnceClosed() {
        call.plan.close();
        call.assertRefused(IllegalStateException.class, "the plan is closed");
    }
}
