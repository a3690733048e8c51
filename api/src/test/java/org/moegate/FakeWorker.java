package org.moegate;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.moegate.spi.GateWorker;

/** Keeps the arguments of its last call; allocates nothing. */
final class FakeWorker implements GateWorker {

    int numTokens;
    int numTokenNonPadded;
    MemorySegment logits = MemorySegment.NULL;
    long logitsRowStride;

    @Nullable
    MemorySegment bias;

    MemorySegment topkIds = MemorySegment.NULL;
    MemorySegment topkWeights = MemorySegment.NULL;

    private final FakeKernel kernel;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    FakeWorker(FakeKernel kernel) {
        this.kernel = kernel;
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
        if (!busy.compareAndSet(false, true)) {
            kernel.broken.add("a worker was called twice at once");
        }
        if (isClosed()) {
            kernel.broken.add("a closed worker was called");
        }
        calls.incrementAndGet();
        this.numTokens = numTokens;
        this.numTokenNonPadded = numTokenNonPadded;
        this.logits = logits;
        this.logitsRowStride = logitsRowStride;
        this.bias = bias;
        this.topkIds = topkIds;
        this.topkWeights = topkWeights;
        try {
            kernel.onRoute.accept(this);
        } finally {
            busy.set(false);
        }
    }

    @Override
    public void close() {
        if (closed.incrementAndGet() > 1) {
            kernel.broken.add("a worker was closed twice");
        }
        if (busy.get()) {
            kernel.broken.add("a worker was closed during a call");
        }
        if (kernel.isClosed()) {
            kernel.broken.add("a worker was closed after its kernel");
        }
        kernel.onWorkerClose.accept(this);
    }

    int calls() {
        return calls.get();
    }

    boolean isClosed() {
        return closed.get() > 0;
    }
}
