package org.moegate.conformance.cases;

import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.Threads;

/**
 * One call of a gate, as numbers that no memory holds yet. Immutable: each {@code with} returns another case. Logits and bias
 * are kept as float32 and are exact in the request's element types.
 */
public final class RoutingCase {

    private final String name;
    private final OptionalLong seed;
    private final PlanRequest request;
    private final int numTokens;
    private final int numTokenNonPadded;
    private final int logitsRowStride;
    private final float[] logits;
    private final float @Nullable [] bias;

    private RoutingCase(
            String name,
            OptionalLong seed,
            PlanRequest request,
            int numTokens,
            int numTokenNonPadded,
            int logitsRowStride,
            float[] logits,
            float @Nullable [] bias) {
        this.name = name;
        this.seed = seed;
        this.request = request;
        this.numTokens = numTokens;
        this.numTokenNonPadded = numTokenNonPadded;
        this.logitsRowStride = logitsRowStride;
        this.logits = logits;
        this.bias = bias;
    }

    /** Dense float32 rows without bias or padding. */
    public static RoutingCase of(String name, GateSpec spec, float[]... rows) {
        float[] logits = new float[rows.length * spec.numExperts()];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, logits, row * spec.numExperts(), spec.numExperts());
        }
        return of(name, spec, logits);
    }

    /** Dense float32 rows without bias or padding, one behind the other. */
    public static RoutingCase of(String name, GateSpec spec, float[] logits) {
        int tokens = logits.length / spec.numExperts();
        return new RoutingCase(
                name,
                OptionalLong.empty(),
                PlanRequest.of(spec).withBias(null),
                tokens,
                tokens,
                spec.numExperts(),
                logits,
                null);
    }

    /** What tells it from the others in a report. */
    public String name() {
        return name;
    }

    /** What it was drawn from, if it was. */
    public OptionalLong seed() {
        return seed;
    }

    /** Spec, element types and threads. */
    public PlanRequest request() {
        return request;
    }

    /** The gate. */
    public GateSpec spec() {
        return request.spec();
    }

    /** Rows, padding included. */
    public int numTokens() {
        return numTokens;
    }

    /** Rows before the padding. */
    public int numTokenNonPadded() {
        return numTokenNonPadded;
    }

    /** Elements from one row to the next. */
    public int logitsRowStride() {
        return logitsRowStride;
    }

    /** All logits, with whatever lies between the rows. */
    public float[] logits() {
        return logits.clone();
    }

    /** One row of logits. */
    public float[] logitsRow(int row) {
        return Arrays.copyOfRange(logits, row * logitsRowStride, row * logitsRowStride + spec().numExperts());
    }

    /** The bias, or null. */
    public float @Nullable [] bias() {
        return bias == null ? null : bias.clone();
    }

    public RoutingCase withSeed(OptionalLong drawnFrom) {
        return new RoutingCase(name, drawnFrom, request, numTokens, numTokenNonPadded, logitsRowStride, logits, bias);
    }

    public RoutingCase withName(String newName) {
        return new RoutingCase(newName, seed, request, numTokens, numTokenNonPadded, logitsRowStride, logits, bias);
    }

    /** With this bias, rounded to the type the request has for it, float32 if it has none. */
    public RoutingCase withBias(float... values) {
        DType dtype = request.biasDType() == null ? DType.F32 : request.biasDType();
        PlanRequest biased = request.withBias(dtype);
        float[] rounded = Elements.round(values, dtype);
        return new RoutingCase(name, seed, biased, numTokens, numTokenNonPadded, logitsRowStride, logits, rounded);
    }

    public RoutingCase withoutBias() {
        PlanRequest unbiased = request.withBias(null);
        return new RoutingCase(name, seed, unbiased, numTokens, numTokenNonPadded, logitsRowStride, logits, null);
    }

    /** With logits, and bias where there is one, rounded to other types. */
    public RoutingCase withTypes(DType logitsDType, DType biasDType) {
        return new RoutingCase(
                name,
                seed,
                request.withLogits(logitsDType).withBias(bias == null ? null : biasDType),
                numTokens,
                numTokenNonPadded,
                logitsRowStride,
                Elements.round(logits, logitsDType),
                bias == null ? null : Elements.round(bias, biasDType));
    }

    /** With rows from this one on taken as padding. */
    public RoutingCase withPaddingFrom(int firstPaddingRow) {
        return new RoutingCase(name, seed, request, numTokens, firstPaddingRow, logitsRowStride, logits, bias);
    }

    /** With the rows moved apart, and a number in all places between and behind them. */
    public RoutingCase withStride(int stride, float between) {
        int experts = spec().numExperts();
        float[] apart = new float[numTokens * stride];
        Arrays.fill(apart, Elements.round(between, request.logitsDType()));
        for (int row = 0; row < numTokens; row++) {
            System.arraycopy(logits, row * logitsRowStride, apart, row * stride, experts);
        }
        return new RoutingCase(name, seed, request, numTokens, numTokenNonPadded, stride, apart, bias);
    }

    public RoutingCase withThreads(Threads threads) {
        return new RoutingCase(
                name, seed, request.withThreads(threads), numTokens, numTokenNonPadded, logitsRowStride, logits, bias);
    }

    /** The same numbers through another gate of as many experts. */
    public RoutingCase withSpec(GateSpec spec) {
        PlanRequest other =
                new PlanRequest(spec, request.logitsDType(), request.biasDType()).withThreads(request.threads());
        return new RoutingCase(name, seed, other, numTokens, numTokenNonPadded, logitsRowStride, logits, bias);
    }

    /** Some of the rows as a batch of their own, dense. */
    public RoutingCase rows(int from, int to) {
        int experts = spec().numExperts();
        float[] dense = new float[(to - from) * experts];
        for (int row = from; row < to; row++) {
            System.arraycopy(logits, row * logitsRowStride, dense, (row - from) * experts, experts);
        }
        int nonPadded = Math.clamp(numTokenNonPadded - from, 0, to - from);
        return new RoutingCase(name, seed, request, to - from, nonPadded, experts, dense, bias);
    }

    /** The same gate and bias for other dense logits. */
    public RoutingCase withLogits(float[] dense) {
        int experts = spec().numExperts();
        int tokens = dense.length / experts;
        return new RoutingCase(
                name, seed, request, tokens, tokens, experts, Elements.round(dense, request.logitsDType()), bias);
    }

    @Override
    public String toString() {
        return CaseText.of(this);
    }
}
