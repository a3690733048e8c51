package org.moegate;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a plan is compiled for: a spec and the element types of its inputs.
 *
 * @param spec the gate
 * @param logitsDType element type of the logits
 * @param biasDType element type of the bias, or null for a gate without one
 */
public record PlanRequest(
        GateSpec spec, DType logitsDType, @Nullable DType biasDType) {

    /** Checks for nulls. */
    public PlanRequest {
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(logitsDType, "logitsDType");
    }

    /**
     * Float32 logits and a float32 bias.
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
        return new PlanRequest(spec, dtype, biasDType);
    }

    /**
     * This request with a bias of another type, or without one.
     *
     * @param dtype element type of the bias; null for no bias
     * @return a new request
     */
    public PlanRequest withBias(@Nullable DType dtype) {
        return new PlanRequest(spec, logitsDType, dtype);
    }
}
