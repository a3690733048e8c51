package org.moegate.cpu;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The arguments of the call under way. A worker keeps one, so that calls allocate nothing; between calls it is empty. */
final class Batch {

    /** A thread that never runs, so that whatever it may access, every thread may. */
    private static final Thread STRANGER =
            Thread.ofPlatform().inheritInheritableThreadLocals(false).unstarted(() -> {});

    int numTokens;
    int numTokenNonPadded;
    MemorySegment logits = MemorySegment.NULL;
    long logitsRowStride;

    @Nullable
    MemorySegment bias;

    MemorySegment topkIds = MemorySegment.NULL;
    MemorySegment topkWeights = MemorySegment.NULL;

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
        logitsRowStride = rowStride;
        bias = biasSegment;
        topkIds = idsSegment;
        topkWeights = weightsSegment;
    }

    /** Lets go of the caller's memory. */
    void clear() {
        set(0, 0, MemorySegment.NULL, 0, null, MemorySegment.NULL, MemorySegment.NULL);
    }

    /** Whether threads other than the caller's may touch its memory, which that of a confined arena forbids. */
    boolean isOpenToAll() {
        return logits.isAccessibleBy(STRANGER)
                && (bias == null || bias.isAccessibleBy(STRANGER))
                && topkIds.isAccessibleBy(STRANGER)
                && topkWeights.isAccessibleBy(STRANGER);
    }
}
