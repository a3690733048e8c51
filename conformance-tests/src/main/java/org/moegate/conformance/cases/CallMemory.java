package org.moegate.conformance.cases;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.GatePlan;

/**
 * A case laid out in memory. Each of its segments lies between guard bytes, and the outputs are full of them at first, so that
 * what a gate writes where it should not shows, and what it leaves out does too.
 */
public final class CallMemory {

    /** What lies where nobody has written. */
    public static final byte GUARD = (byte) 0xA5;

    private final RoutingCase input;
    private final long offset;
    private final GuardedRegion logits;
    private final @Nullable GuardedRegion bias;
    private final GuardedRegion ids;
    private final GuardedRegion weights;
    private final boolean readOnlyInputs;

    /** Lays a case out where the allocator's memory is best aligned. */
    public CallMemory(RoutingCase input, MemoryAllocator allocator) {
        this(input, allocator, 0);
    }

    /**
     * Lays a case out.
     *
     * @param input the case
     * @param allocator makes its memory
     * @param offset bytes by which each segment lies further than a multiple of 64 from the start of what the allocator made,
     *     where that is a multiple of its elements' size
     */
    public CallMemory(RoutingCase input, MemoryAllocator allocator, long offset) {
        this.input = input;
        this.offset = offset;
        logits = region(
                "logits",
                allocator,
                input.logits().length,
                input.request().logitsDType().byteSize());
        DType biasDType = input.request().biasDType();
        bias = biasDType == null ? null : region("bias", allocator, input.spec().numExperts(), biasDType.byteSize());
        long outputs = (long) input.numTokens() * input.spec().topk();
        ids = region("topk_ids", allocator, outputs, Integer.BYTES);
        weights = region("topk_weights", allocator, outputs, Float.BYTES);
        readOnlyInputs = false;
        writeInputs();
    }

    private CallMemory(CallMemory of, RoutingCase input, boolean readOnlyInputs) {
        this.input = input;
        offset = of.offset;
        logits = of.logits;
        bias = of.bias;
        ids = of.ids;
        weights = of.weights;
        this.readOnlyInputs = readOnlyInputs;
    }

    /** The same memory, with inputs that refuse to be written. */
    public CallMemory withReadOnlyInputs() {
        return new CallMemory(this, input, true);
    }

    /** The same memory, at the same addresses, with the inputs of another case of as many rows and the same request. */
    public CallMemory rewritten(RoutingCase other) {
        CallMemory memory = new CallMemory(this, other, readOnlyInputs);
        memory.writeInputs();
        ids.clear();
        weights.clear();
        return memory;
    }

    private void writeInputs() {
        Elements.write(input.logits(), input.request().logitsDType(), logits.inside());
        float[] biasValues = input.bias();
        DType biasDType = input.request().biasDType();
        if (bias != null && biasValues != null && biasDType != null) {
            Elements.write(biasValues, biasDType, bias.inside());
        }
    }

    /** [tokens, num_experts] with the case's row stride. */
    public MemorySegment logits() {
        return asInput(logits);
    }

    /** [num_experts], or null. */
    public @Nullable MemorySegment bias() {
        return bias == null ? null : asInput(bias);
    }

    /** [tokens, topk] int32. */
    public MemorySegment topkIds() {
        return ids.inside();
    }

    /** [tokens, topk] float32. */
    public MemorySegment topkWeights() {
        return weights.inside();
    }

    /** Calls a plan of the case's request. */
    public Routing route(GatePlan plan) {
        plan.route(
                input.numTokens(),
                input.numTokenNonPadded(),
                logits(),
                input.logitsRowStride(),
                bias(),
                topkIds(),
                topkWeights());
        return routing();
    }

    /** What lies in the outputs. */
    public Routing routing() {
        return new Routing(
                input.spec().topk(),
                topkIds().toArray(ValueLayout.JAVA_INT_UNALIGNED),
                topkWeights().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED));
    }

    /** What was written outside of the outputs, in words; empty if nothing was. */
    public String damage() {
        return ids.damage() + weights.damage();
    }

    /** What was written into the outputs, in words; empty if nothing was. */
    public String traces() {
        return ids.traces() + weights.traces();
    }

    /** Which inputs no longer hold what they held, in words; empty if all do. */
    public String changedInputs() {
        CallMemory before = new CallMemory(input, MemoryAllocator.HEAP_BYTES, offset);
        String changedBias = bias == null || before.bias == null ? "" : bias.changeSince(before.bias);
        return logits.changeSince(before.logits) + changedBias;
    }

    private MemorySegment asInput(GuardedRegion region) {
        return readOnlyInputs ? region.inside().asReadOnly() : region.inside();
    }

    private GuardedRegion region(String name, MemoryAllocator allocator, long count, int elementBytes) {
        return new GuardedRegion(name, allocator, count * elementBytes, offset % elementBytes == 0 ? offset : 0);
    }
}
