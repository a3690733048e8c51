package com.example.jlama;

import com.github.tjake.jlama.model.MoEBlock;
import com.github.tjake.jlama.model.mixtral.MixtralConfig;
import com.github.tjake.jlama.tensor.AbstractTensor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/** Jlama's own block, and a look at the choice that it keeps to itself. For one thread, as the block is. */
final class JlamaBlock {

    private static final VarHandle SELECTED_EXPERTS = selectedExperts();

    private final MoEBlock block;

    JlamaBlock(OpenMixtralModel model, MoeWeights weights) {
        MixtralConfig config = model.config();
        block = new MoEBlock(
                model,
                config.numberOfExperts,
                config.numberOfExpertsPerToken,
                config.activationFunction,
                weights.router(),
                weights.gate(),
                weights.down(),
                weights.up());
    }

    private static VarHandle selectedExperts() {
        try {
            return MethodHandles.privateLookupIn(MoEBlock.class, MethodHandles.lookup())
                    .findVarHandle(MoEBlock.class, "selectedExperts", int[].class);
        } catch (ReflectiveOperationException gone) {
            throw new IllegalStateException("this version of Jlama keeps its choice elsewhere", gone);
        }
    }

    /**
     * The block's output for a token.
     *
     * @param token [1, hidden]; of a larger batch Jlama 0.8.4 writes each row's first expert into row 0
     */
    AbstractTensor forward(AbstractTensor token) {
        return block.forward(token, Optional.empty());
    }

    /** The experts of the last token, in Jlama's order, which is not that of their weights. */
    int[] lastChoice() {
        return ((int[]) SELECTED_EXPERTS.get(block)).clone();
    }
}
