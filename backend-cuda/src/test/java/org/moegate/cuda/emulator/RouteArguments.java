package org.moegate.cuda.emulator;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.GateStruct;

/** The struct {@code RouteArguments} of {@code route.h}: a batch, a gate, and a kernel's shape. */
final class RouteArguments {

    private static final long BATCH = 0;
    private static final long GATE = 48;
    private static final long SHAPE = 96;
    private static final long SCRATCH = 120;
    private static final long BYTES = 128;

    private final MemorySegment struct;

    RouteArguments(PlanRequest request, SegmentAllocator allocator) {
        struct = allocator.allocate(BYTES, Long.BYTES);
        MemorySegment.copy(MemorySegment.ofBuffer(GateStruct.of(request)), 0, struct, GATE, GateStruct.BYTES);
    }

    MemorySegment struct() {
        return struct;
    }

    void setShape(LaunchChoice choice) {
        struct.set(JAVA_INT, SHAPE, choice.lanes());
        struct.set(JAVA_INT, SHAPE + 4, choice.keys());
        struct.set(JAVA_INT, SHAPE + 8, choice.run());
        struct.set(JAVA_INT, SHAPE + 12, choice.warps());
        struct.set(JAVA_INT, SHAPE + 16, choice.splitWarps());
    }

    void setTokens(int numTokens, int numTokenNonPadded, long logitsRowStride) {
        struct.set(JAVA_INT, BATCH, numTokens);
        struct.set(JAVA_INT, BATCH + 4, numTokenNonPadded);
        struct.set(JAVA_LONG, BATCH + 16, logitsRowStride);
    }

    /** Addresses; those of a bias and of scratch memory that are absent are 0. */
    void setMemory(long logits, long bias, long topkIds, long topkWeights, long scratch) {
        struct.set(JAVA_LONG, BATCH + 8, logits);
        struct.set(JAVA_LONG, BATCH + 24, bias);
        struct.set(JAVA_LONG, BATCH + 32, topkIds);
        struct.set(JAVA_LONG, BATCH + 40, topkWeights);
        struct.set(JAVA_LONG, SCRATCH, scratch);
    }
}
