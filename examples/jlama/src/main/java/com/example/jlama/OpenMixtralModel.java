package com.example.jlama;

import com.github.tjake.jlama.model.CausalSelfAttention;
import com.github.tjake.jlama.model.RMSNorm;
import com.github.tjake.jlama.model.TransformerBlock;
import com.github.tjake.jlama.model.functions.FeedForward;
import com.github.tjake.jlama.model.llama.LlamaTokenizer;
import com.github.tjake.jlama.model.mixtral.MixtralConfig;
import com.github.tjake.jlama.model.mixtral.MixtralModel;
import com.github.tjake.jlama.safetensors.DType;
import com.github.tjake.jlama.safetensors.SafeTensorSupport;
import com.github.tjake.jlama.safetensors.WeightLoader;
import com.github.tjake.jlama.tensor.AbstractTensor;
import com.github.tjake.jlama.util.JsonSupport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Jlama's Mixtral with mixture-of-experts blocks of the caller's choice; all else is Jlama's. Weights are float32. */
final class OpenMixtralModel extends MixtralModel {

    /** Makes the block that takes the place of Jlama's in a layer. */
    interface MoeBlocks {
        FeedForward create(OpenMixtralModel model, int layer, MoeWeights weights);
    }

    private final MoeBlocks moeBlocks;

    private OpenMixtralModel(
            MixtralConfig config, WeightLoader weights, LlamaTokenizer tokenizer, MoeBlocks moeBlocks) {
        // first, for Jlama's constructor calls the method below
        this.moeBlocks = moeBlocks;
        super(InferenceType.FULL_GENERATION, config, weights, tokenizer, DType.F32, DType.F32, Optional.empty());
    }

    /** Loads a model whose blocks the caller makes. */
    static OpenMixtralModel load(Path folder, MoeBlocks moeBlocks) throws IOException {
        return new OpenMixtralModel(config(folder), weights(folder), new LlamaTokenizer(folder), moeBlocks);
    }

    /** Loads a model that is Jlama's throughout. */
    static MixtralModel loadJlamas(Path folder) throws IOException {
        LlamaTokenizer tokenizer = new LlamaTokenizer(folder);
        return new MixtralModel(config(folder), weights(folder), tokenizer, DType.F32, DType.F32, Optional.empty());
    }

    private static MixtralConfig config(Path folder) throws IOException {
        return JsonSupport.om.readValue(folder.resolve("config.json").toFile(), MixtralConfig.class);
    }

    private static WeightLoader weights(Path folder) {
        return SafeTensorSupport.loadWeights(folder.toFile());
    }

    @Override
    protected TransformerBlock[] loadTransformerBlockWeights() {
        TransformerBlock[] blocks = new TransformerBlock[c.numberOfLayers];
        for (int layer = 0; layer < blocks.length; layer++) {
            blocks[layer] = new TransformerBlock(
                    this,
                    layer,
                    norm(layer, "input_layernorm"),
                    attention(layer),
                    norm(layer, "post_attention_layernorm"),
                    moeBlocks.create(this, layer, MoeWeights.load(weights, config(), layer)));
        }
        return blocks;
    }

    private CausalSelfAttention attention(int layer) {
        return new CausalSelfAttention(
                this,
                layer,
                weight(layer, "self_attn.q_proj"),
                weight(layer, "self_attn.k_proj"),
                weight(layer, "self_attn.v_proj"),
                weight(layer, "self_attn.o_proj"));
    }

    private RMSNorm norm(int layer, String name) {
        return new RMSNorm(this, weight(layer, name));
    }

    private AbstractTensor weight(int layer, String name) {
        return weights.load("model.layers." + layer + "." + name + ".weight");
    }

    MixtralConfig config() {
        return (MixtralConfig) c;
    }

    /** For the blocks, which are no subclasses. */
    @Override
    protected AbstractTensor maybeQuantize(AbstractTensor tensor) {
        return super.maybeQuantize(tensor);
    }
}
