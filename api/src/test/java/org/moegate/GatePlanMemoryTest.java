package org.moegate;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Of memory, a plan refuses, before it writes anything,")
class GatePlanMemoryTest {

    private final SegmentCall call = new SegmentCall();

    static Stream<Arguments> exactSizes() {
        // 3 rows of 4 experts, row stride 6: the last row needs only its experts
        return Stream.of(
                Arguments.of(SegmentCall.F32, Part.LOGITS, (2 * 6 + 4) * 4, "[3, 4] elements of 4 bytes, row stride 6"),
                Arguments.of(SegmentCall.F16, Part.LOGITS, (2 * 6 + 4) * 2, "[3, 4] elements of 2 bytes, row stride 6"),
                Arguments.of(SegmentCall.F32, Part.BIAS, 4 * 4, "[4] elements of 4 bytes"),
                Arguments.of(SegmentCall.F16, Part.BIAS, 4 * 2, "[4] elements of 2 bytes"),
                Arguments.of(SegmentCall.F32, Part.TOPK_IDS, 3 * 2 * 4, "[3, 2] elements of 4 bytes"),
                Arguments.of(SegmentCall.F32, Part.TOPK_WEIGHTS, 3 * 2 * 4, "[3, 2] elements of 4 bytes"));
    }

    @ParameterizedTest(name = "{1}, must hold {3}")
    @MethodSource("exactSizes")
    @DisplayName("what is a byte too small")
    void refusesOneByteTooFew(PlanRequest request, Part part, int bytes, String allowed) {
        withRowStride6(request)
                .with(part, Arena.ofAuto().allocate(bytes - 1, 8))
                .assertRefused(
                        IllegalArgumentException.class,
                        part + " = MemorySegment{",
                        "its " + (bytes - 1) + " bytes are too few, must hold " + allowed);
    }

    @ParameterizedTest(name = "{1}, must hold {3}")
    @MethodSource("exactSizes")
    @DisplayName("nothing that is just large enough")
    void acceptsExactSize(PlanRequest request, Part part, int bytes, String allowed) {
        withRowStride6(request).with(part, Arena.ofAuto().allocate(bytes, 8)).assertAccepted();
    }

    private static SegmentCall withRowStride6(PlanRequest request) {
        return new SegmentCall(request)
                .with(SegmentCall.TOKENS, 6)
                .with(Part.LOGITS, Arena.ofAuto().allocate((2 * 6 + 4) * 4, 8));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"TOPK_IDS", "TOPK_WEIGHTS"})
    @DisplayName("read-only outputs")
    void refusesReadOnlyOutputs(Part part) {
        call.with(part, Arena.ofAuto().allocate(24, 4).asReadOnly())
                .assertRefused(
                        IllegalArgumentException.class, part + " = MemorySegment{", ": is read-only, must be writable");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"LOGITS", "BIAS"})
    @DisplayName("no read-only inputs")
    void acceptsReadOnlyInputs(Part part) {
        call.with(part, Arena.ofAuto().allocate(SegmentCall.usedBytes(part), 4).asReadOnly())
                .assertAccepted();
    }

    static Stream<Arguments> misaligned() {
        return Stream.of(SegmentCall.F32, SegmentCall.F16)
                .flatMap(request -> Stream.of(Part.values())
                        .flatMap(part -> Stream.of(1, 2, 3)
                                .filter(offset -> offset % elementBytes(request, part) != 0)
                                .map(offset -> Arguments.of(request, part, offset))));
    }

    private static int elementBytes(PlanRequest request, Part part) {
        return part.isOutput() ? 4 : request.logitsDType().byteSize();
    }

    @ParameterizedTest(name = "{1} at {2}")
    @MethodSource("misaligned")
    @DisplayName("native memory at an address that is no multiple of its elements' size")
    void refusesMisalignedNative(PlanRequest request, Part part, int offset) {
        MemorySegment segment = Arena.ofAuto().allocate(64, 8).asSlice(offset);
        new SegmentCall(request)
                .with(part, segment)
                .assertRefused(
                        IllegalArgumentException.class,
                        part + " = " + segment + ": its address " + segment.address() + " must be a multiple of "
                                + elementBytes(request, part));
    }

    @ParameterizedTest(name = "{1} at {2}")
    @MethodSource("misaligned")
    @DisplayName("bytes of an array at an index that is no multiple of its elements' size")
    void refusesMisalignedBytes(PlanRequest request, Part part, int offset) {
        MemorySegment segment = MemorySegment.ofArray(new byte[64]).asSlice(offset);
        new SegmentCall(request)
                .with(part, segment)
                .assertRefused(
                        IllegalArgumentException.class,
                        part + " = " + segment + ": its address " + offset + " must be a multiple of "
                                + elementBytes(request, part));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"LOGITS", "BIAS"})
    @DisplayName("no 16-bit inputs at addresses that only they can have")
    void acceptsSixteenBitAlignment(Part part) {
        new SegmentCall(SegmentCall.F16)
                .with(part, Arena.ofAuto().allocate(64, 8).asSlice(2))
                .assertAccepted();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("what belongs to another thread")
    void refusesAnotherThreadsMemory(Part part) throws Exception {
        try (Arena arena = Arena.ofConfined();
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            MemorySegment segment = arena.allocate(64, 8);
            other.submit(() -> call.with(part, segment)
                            .assertRefused(
                                    WrongThreadException.class,
                                    part + " = " + segment
                                            + ": belongs to another thread, must be accessible by Thread["))
                    .get();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("nothing confined to the thread that calls")
    void acceptsOwnMemory(Part part) {
        try (Arena arena = Arena.ofConfined()) {
            call.with(part, arena.allocate(64, 8)).assertAccepted();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("what was freed with its arena")
    void refusesFreedMemory(Part part) {
        MemorySegment segment;
        try (Arena arena = Arena.ofShared()) {
            segment = arena.allocate(64, 8);
        }
        call.with(part, segment)
                .assertRefused(
                        IllegalStateException.class, part + " = " + segment + ": its arena is closed, must be alive");
    }
}
