package org.moegate;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a plan is compiled for: a spec, the element types of its inputs, and the threads its calls may use.
 *
 * @param spec the gate
 * @param logitsDType element type of the logits
 * @param biasDType element type of the bias, or null for a gate without one
 * @param threads whose threads host calls may use
 */
public record PlanRequest(
        GateSpec spec, DType logitsDType, @Nullable DType biasDType, Threads threads) {

    /** Checks for nulls. */
    public PlanRequest {
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(logitsDType, "logitsDType");
        Objects.requireNonNull(threads, "threads");
    }

    /**
     * A request whose calls run on the caller's thread alone.
     *
     * @param spec the gate
     * @param logitsDType element type of the logits
     * @param biasDType element type of the bias, or null for a gate without one
     */
    public PlanRequest(GateSpec spec, DType logitsDType, @Nullable DType biasDType) {
        this(spec, logitsDType, biasDType, Threads.caller());
    }

    /**
     * Float32 logits, a float32 bias, and calls on the caller's thread alone.
     *
     * @param spec the gate
     * @return the request
     */
    public static PlanRequest of(GateSpec spec) {
        return new PlanRequest(spec, DType.F32, DType.F32);
    }

    /**
     * This request with logits of another type.
     *
     * @param dtype element type of the logits
     * @return a new request
     */
    public PlanRequest withLogits(DType dtype) {
        return new PlanRequest(spec, dtype, biasDType, threads);
    }

    /**
     * This request with a bias of another type, or without one.
     *
     * @param dtype element type of the bias; null for no bias
     * @return a new request
     */
    public PlanRequest withBias(@Nullable DType dtype) {
        return new PlanRequest(spec, logitsDType, dtype, threads);
    }

    /**
     * This request with calls that may use other threads.
     *
     * @param permitted whose threads
     * @return a new request
     */
    public PlanRequest withThreads(Threads permitted) {
        return new PlanRequest(spec, logitsDType, biasDType, permitted);
    }
}
