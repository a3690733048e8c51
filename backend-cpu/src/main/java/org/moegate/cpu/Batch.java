package org.moegate.cpu;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The arguments of the call under way. A worker keeps one, so that calls allocate nothing. */
final class Batch {

    /** A thread that never runs, so that whatever it may access, every thread may. */
    private static final Thread STRANGER =
            Thread.ofPlatform().inheritInheritableThreadLocals(false).unstarted(() -> {});

    int numTokens;
    int numTokenNonPadded;
    MemorySegment logits = MemorySegment.NULL;

    /** The array under the logits, where they lie in one of floats. */
    float @Nullable [] logitsArray;

    long logitsRowStride;

    @Nullable
    MemorySegment bias;

    /** Likewise under the bias. */
    float @Nullable [] biasArray;

    MemorySegment topkIds = MemorySegment.NULL;
    MemorySegment topkWeights = MemorySegment.NULL;

    private final HeapFloats logitsFloats = new HeapFloats();
    private final HeapFloats biasFloats = new HeapFloats();

    void set(
            int tokens,
            int tokensNonPadded,
            MemorySegment logitsSegment,
            long rowStride,
            @Nullable MemorySegment biasSegment,
            MemorySegment idsSegment,
            MemorySegment weightsSegment) {
        numTokens = tokens;
        numTokenNonPadded = tokensNonPadded;
        logits = logitsSegment;
        logitsArray = logitsFloats.under(logitsSegment);
        logitsRowStride = rowStride;
        bias = biasSegment;
        biasArray = biasSegment == null ? null : biasFloats.under(biasSegment);
        topkIds = idsSegment;
        topkWeights = weightsSegment;
    }

    /** Lets go of the caller's memory, save heap segments of logits and bias, which the next call is likely to bring again. */
    void clear() {
        logits = MemorySegment.NULL;
        logitsArray = null;
        bias = null;
        biasArray = null;
        topkIds = MemorySegment.NULL;
        topkWeights = MemorySegment.NULL;
    }

    /** Whether threads other than the caller's may touch its memory, which that of a confined arena forbids. */
    boolean isOpenToAll() {
        return logits.isAccessibleBy(STRANGER)
                && (bias == null || bias.isAccessibleBy(STRANGER))
                && topkIds.isAccessibleBy(STRANGER)
                && topkWeights.isAccessibleBy(STRANGER);
    }
}
