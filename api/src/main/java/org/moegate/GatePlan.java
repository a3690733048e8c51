package org.moegate;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moegate.spi.BackendException;
import org.moegate.spi.GateDevice;
import org.moegate.spi.GateKernel;

/**
 * A gate compiled for one {@link PlanRequest} on one device: made once, used for every call and every layer of that shape,
 * closed in the end.
 *
 * <p><b>Threads.</b> Safe for use by many threads at once. A call runs on the caller's thread, and where the request's
 * {@link Threads} permit it a large one also on others, which have let go of the caller's memory when the call returns.
 * Memory of a confined arena may be used: such a call runs on the caller's thread alone. {@link #close()} never waits: calls
 * under way end normally, later ones throw; threads of the plan's own end with the last call.
 *
 * <p><b>Memory.</b> Inputs and outputs are the caller's, native or heap. Inputs are never changed; outputs are written from
 * element 0 to {@code numTokens * topk} and not beyond. Calls allocate nothing once warm, save what
 * a caller's executor allocates. To that end the plan keeps hold of arrays, buffers and heap segments it was given, until
 * later ones take their place or {@link #close()}.
 *
 * <p><b>Errors.</b> Every argument is checked before any output is written: {@link NullPointerException},
 * {@link IllegalArgumentException}, {@link WrongThreadException} for a segment that belongs to another thread, or
 * {@link IllegalStateException} for a closed plan or segment, each naming the argument, its value and what is allowed.
 * A device that fails gives a {@link BackendException}; the outputs are then undefined.
 *
 * <p><b>Flight Recorder.</b> A recording that has {@code org.moegate.Route} enabled gets an event for every call from and to host
 * memory: backend, device, tokens, time, and how unevenly the experts are loaded. Otherwise that costs nothing.
 */
public final class GatePlan implements AutoCloseable {

    private final PlanRequest request;
    private final String backend;
    private final GateDevice device;
    private final GateKernel kernel;
    private final CallChecks checks;
    private final WorkerPool workers;
    private final Dispatch dispatch;

    GatePlan(PlanRequest request, String backend, GateDevice device, GateKernel kernel) {
        this.request = request;
        this.backend = backend;
        this.device = device;
        this.kernel = kernel;
        this.checks = new CallChecks(request);
        this.workers = new WorkerPool(kernel, new Recording(backend, device, request.spec()));
        this.dispatch = new Dispatch(request.spec(), workers);
    }

    /**
     * What the plan was compiled for.
     *
     * @return the request
     */
    public PlanRequest request() {
        return request;
    }

    /**
     * The backend that runs it.
     *
     * @return its name
     */
    public String backend() {
        return backend;
    }

    /**
     * The device that runs it.
     *
     * @return one of the backend's devices
     */
    public GateDevice device() {
        return device;
    }

    /**
     * Routes a batch of dense rows without padding.
     *
     * @param numTokens rows; 0 writes nothing
     * @param logits [numTokens, num_experts] of the plan's logits type
     * @param bias [num_experts] of the plan's bias type, null exactly where the plan has none
     * @param topkIds [numTokens, topk] int32
     * @param topkWeights [numTokens, topk] float32
     */
    public void route(
            int numTokens,
            MemorySegment logits,
            @Nullable MemorySegment bias,
            MemorySegment topkIds,
            MemorySegment topkWeights) {
        route(numTokens, numTokens, logits, request.spec().numExperts(), bias, topkIds, topkWeights);
    }

    /**
     * Routes a batch of rows that may lie apart and may end in padding.
     *
     * @param numTokens rows; 0 writes nothing
     * @param numTokenNonPadded rows before the padding, at most numTokens; the others get ids −1 and weights 0
     * @param logits [numTokens, num_experts] of the plan's logits type
     * @param logitsRowStride elements from one row to the next, at least num_experts
     * @param bias [num_experts] of the plan's bias type, null exactly where the plan has none
     * @param topkIds [numTokens, topk] int32
     * @param topkWeights [numTokens, topk] float32
     */
    public void route(
            int numTokens,
            int numTokenNonPadded,
            MemorySegment logits,
            long logitsRowStride,
            @Nullable MemorySegment bias,
            MemorySegment topkIds,
            MemorySegment topkWeights) {
        checks.check(numTokens, numTokenNonPadded, logits, logitsRowStride, bias, topkIds, topkWeights);
        try (PooledWorker worker = workers.take()) {
            worker.route(numTokens, numTokenNonPadded, logits, logitsRowStride, bias, topkIds, topkWeights);
        }
    }

    /**
     * Routes a batch of dense float32 rows without padding.
     *
     * @param numTokens rows; 0 writes nothing
     * @param logits [numTokens, num_experts]
     * @param bias [num_experts], null exactly where the plan has none
     * @param topkIds [numTokens, topk]
     * @param topkWeights [numTokens, topk]
     */
    public void route(int numTokens, float[] logits, float @Nullable [] bias, int[] topkIds, float[] topkWeights) {
        route(numTokens, numTokens, logits, request.spec().numExperts(), bias, topkIds, topkWeights);
    }

    /**
     * Routes a batch of float32 rows that may lie apart and may end in padding.
     *
     * @param numTokens rows; 0 writes nothing
     * @param numTokenNonPadded rows before the padding, at most numTokens; the others get ids −1 and weights 0
     * @param logits [numTokens, num_experts]
     * @param logitsRowStride elements from one row to the next, at least num_experts
     * @param bias [num_experts], null exactly where the plan has none
     * @param topkIds [numTokens, topk]
     * @param topkWeights [numTokens, topk]
     */
    public void route(
            int numTokens,
            int numTokenNonPadded,
            float[] logits,
            long logitsRowStride,
            float @Nullable [] bias,
            int[] topkIds,
            float[] topkWeights) {
        checks.requireArrays(logits, bias, topkIds, topkWeights);
        routeViewed(numTokens, numTokenNonPadded, logits, logitsRowStride, bias, topkIds, topkWeights);
    }

    /**
     * Routes a batch of dense rows without padding between buffers, each from its position to its limit; positions do not
     * move. A buffer is a {@link java.nio.ByteBuffer}, or one of the elements' own kind (float for F32, short for F16 and
     * BF16, int for ids) in native byte order.
     *
     * @param numTokens rows; 0 writes nothing
     * @param logits [numTokens, num_experts] of the plan's logits type
     * @param bias [num_experts] of the plan's bias type, null exactly where the plan has none
     * @param topkIds [numTokens, topk] int32
     * @param topkWeights [numTokens, topk] float32
     */
    public void route(int numTokens, Buffer logits, @Nullable Buffer bias, Buffer topkIds, Buffer topkWeights) {
        route(numTokens, numTokens, logits, request.spec().numExperts(), bias, topkIds, topkWeights);
    }

    /**
     * Routes a batch of rows between buffers; the rows may lie apart and may end in padding.
     *
     * @param numTokens rows; 0 writes nothing
     * @param numTokenNonPadded rows before the padding, at most numTokens; the others get ids −1 and weights 0
     * @param logits [numTokens, num_experts] of the plan's logits type
     * @param logitsRowStride elements from one row to the next, at least num_experts
     * @param bias [num_experts] of the plan's bias type, null exactly where the plan has none
     * @param topkIds [numTokens, topk] int32
     * @param topkWeights [numTokens, topk] float32
     * @see #route(int, Buffer, Buffer, Buffer, Buffer)
     */
    public void route(
            int numTokens,
            int numTokenNonPadded,
            Buffer logits,
            long logitsRowStride,
            @Nullable Buffer bias,
            Buffer topkIds,
            Buffer topkWeights) {
        checks.requireBuffers(logits, bias, topkIds, topkWeights);
        routeViewed(numTokens, numTokenNonPadded, logits, logitsRowStride, bias, topkIds, topkWeights);
    }

    /** Arrays and buffers go the way of segments, through views that the worker keeps between calls. */
    private void routeViewed(
            int numTokens,
            int numTokenNonPadded,
            Object logits,
            long logitsRowStride,
            @Nullable Object bias,
            Object topkIds,
            Object topkWeights) {
        try (PooledWorker worker = workers.take()) {
            MemorySegment logitsView = worker.logitsView.of(logits);
            @Nullable MemorySegment biasView = bias == null ? null : worker.biasView.of(bias);
            MemorySegment idsView = worker.idsView.of(topkIds);
            MemorySegment weightsView = worker.weightsView.of(topkWeights);
            checks.check(numTokens, numTokenNonPadded, logitsView, logitsRowStride, biasView, idsView, weightsView);
            worker.route(numTokens, numTokenNonPadded, logitsView, logitsRowStride, biasView, idsView, weightsView);
        }
    }

    /**
     * What an engine does with a routing before its experts run, on this plan's device.
     *
     * @return valid until this plan is closed
     */
    public Dispatch dispatch() {
        return dispatch;
    }

    /**
     * The backend's own calls for memory on the device and a stream or queue of the caller's; see
     * {@link GateKernel#deviceRouting}.
     *
     * @param type the backend's interface
     * @param <T> the same
     * @return an implementation that is valid until this plan is closed, or empty where the backend has none of that type
     * @throws IllegalStateException if the plan is closed
     */
    public <T> Optional<T> deviceRouting(Class<T> type) {
        workers.requireOpen();
        return kernel.deviceRouting(type);
    }

    /** Releases the plan once calls under way have ended. Closing twice does nothing. */
    @Override
    public void close() {
        workers.close();
    }

    @Override
    public String toString() {
        return "GatePlan[" + backend + ":" + device.id() + ", " + request + "]";
    }
}
