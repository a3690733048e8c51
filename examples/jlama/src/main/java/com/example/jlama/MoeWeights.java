package com.example.jlama;

import com.github.tjake.jlama.model.mixtral.MixtralConfig;
import com.github.tjake.jlama.safetensors.WeightLoader;
import com.github.tjake.jlama.tensor.AbstractTensor;
import java.util.function.IntFunction;

/**
 * The weights of a mixture-of-experts layer.
 *
 * @param router [experts, hidden]
 * @param gate an expert's w1 [intermediate, hidden], which the activation function follows
 * @param down an expert's w2 [hidden, intermediate]
 * @param up an expert's w3 [intermediate, hidden]
 */
record MoeWeights(AbstractTensor router, AbstractTensor[] gate, AbstractTensor[] down, AbstractTensor[] up) {

    static MoeWeights load(WeightLoader weights, MixtralConfig config, int layer) {
        String moe = "model.layers." + layer + ".block_sparse_moe.";
        return new MoeWeights(
                weights.load(moe + "gate.weight"),
                ofExperts(config, expert -> weights.load(moe + "experts." + expert + ".w1.weight")),
                ofExperts(config, expert -> weights.load(moe + "experts." + expert + ".w2.weight")),
                ofExperts(config, expert -> weights.load(moe + "experts." + expert + ".w3.weight")));
    }

    private static AbstractTensor[] ofExperts(MixtralConfig config, IntFunction<AbstractTensor> weight) {
        AbstractTensor[] all = new AbstractTensor[config.numberOfExperts];
        for (int expert = 0; expert < all.length; expert++) {
            all[expert] = weight.apply(expert);
        }
        return all;
    }
}
