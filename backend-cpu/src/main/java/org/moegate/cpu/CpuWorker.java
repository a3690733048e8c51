package org.moegate.cpu;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.moegate.ExpertMap;
import org.moegate.spi.GateWorker;

/** Runs a call on the caller's thread, or with helpers where it is large enough to gain by them. */
final class CpuWorker implements GateWorker {

    private final CurrentRouter router;
    private final Helpers helpers;
    private final Batch batch = new Batch();
    private final SharedCall sharedCall = new SharedCall(batch);
    private final CpuDispatch dispatch = new CpuDispatch();

    CpuWorker(CurrentRouter router, Helpers helpers) {
        this.router = router;
        this.helpers = helpers;
    }

    @Override
    public void route(
            int numTokens,
            int numTokenNonPadded,
            MemorySegment logits,
            long logitsRowStride,
            @Nullable MemorySegment bias,
            MemorySegment topkIds,
            MemorySegment topkWeights) {
        batch.set(numTokens, numTokenNonPadded, logits, logitsRowStride, bias, topkIds, topkWeights);
        BlockRouter now = router.get();
        WorkShare share = now.share();
        int wanted = share.helpersFor(numTokenNonPadded, helpers.count());
        if (wanted > 0 && batch.isOpenToAll()) {
            sharedCall.run(now, share.blockRows(now.mostRows()), helpers, wanted);
        } else {
            now.begin(batch);
            now.route(batch, 0, numTokens);
            now.end();
        }
        batch.clear();
    }

    @Override
    public void countTokens(int numPairs, MemorySegment topkIds, int numExperts, MemorySegment tokensPerExpert) {
        dispatch.countTokens(numPairs, topkIds, numExperts, tokensPerExpert);
    }

    @Override
    public void alignBlockSize(
            int numPairs,
            MemorySegment topkIds,
            int numExperts,
            int blockSize,
            MemorySegment sortedTokenIds,
            MemorySegment expertIds,
            MemorySegment numTokensPostPadded,
            MemorySegment tokensPerExpert) {
        dispatch.alignBlockSize(
                numPairs,
                topkIds,
                numExperts,
                blockSize,
                sortedTokenIds,
                expertIds,
                numTokensPostPadded,
                tokensPerExpert);
    }

    @Override
    public void mapExperts(int numTokens, int topk, MemorySegment topkIds, ExpertMap map, MemorySegment physicalIds) {
        dispatch.mapExperts(numTokens, topk, topkIds, map, physicalIds);
    }

    @Override
    public void pack(int numPairs, MemorySegment topkIds, MemorySegment topkWeights, MemorySegment packed) {
        dispatch.pack(numPairs, topkIds, topkWeights, packed);
    }

    @Override
    public void close() {
        // holds no memory but the heap's
    }
}
