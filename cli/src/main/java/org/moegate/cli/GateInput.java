package org.moegate.cli;

import org.jspecify.annotations.Nullable;
import org.moegate.PlanRequest;

/**
 * One batch of tokens to route.
 *
 * @param name what people call it: the file, or the model of the demonstration
 * @param specSource the spec and where it comes from
 * @param numTokenNonPadded rows before the padding
 * @param logits [tokens, num_experts]
 * @param bias [1, num_experts], or null for none
 */
record GateInput(
        String name,
        SpecSource.Found specSource,
        int numTokenNonPadded,
        FloatMatrix logits,
        @Nullable FloatMatrix bias) {

    PlanRequest request() {
        return new PlanRequest(specSource.spec(), logits.dtype(), bias == null ? null : bias.dtype());
    }
}
