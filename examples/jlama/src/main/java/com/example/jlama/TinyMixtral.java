package com.example.jlama;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.moegate.tensors.SafetensorsWriter;
import org.moegate.tensors.StoredType;
import org.moegate.tensors.Tensor;

/** Writes a Mixtral-style model of random weights, in the files and under the names that published models have. */
final class TinyMixtral {

    /** Logits of a random router spread as widely as those of trained ones. */
    private static final double ROUTER_GAIN = 2;

    private final MixtralShape shape;
    private final TinyTokenizer tokenizer = new TinyTokenizer();
    private final SplittableRandom random;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    private TinyMixtral(MixtralShape shape, long seed) {
        this.shape = shape;
        this.random = new SplittableRandom(seed);
    }

    /**
     * Writes {@code config.json}, {@code model.safetensors}, {@code tokenizer.json} and {@code tokenizer_config.json}.
     *
     * @param folder is created where it is missing
     * @param seed the same seed gives the same files
     */
    static void write(Path folder, MixtralShape shape, long seed) throws IOException {
        TinyMixtral model = new TinyMixtral(shape, seed);
        Files.createDirectories(folder);
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
        json.writeValue(folder.resolve("config.json").toFile(), model.config());
        json.writeValue(folder.resolve("tokenizer.json").toFile(), model.tokenizer.tokenizerJson());
        json.writeValue(folder.resolve("tokenizer_config.json").toFile(), model.tokenizer.configJson());
        model.fill();
        SafetensorsWriter.write(folder.resolve("model.safetensors"), model.tensors, Map.of("format", "pt"));
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of("MixtralForCausalLM"));
        config.put("model_type", "mixtral");
        config.put("hidden_size", shape.hidden());
        config.put("intermediate_size", shape.intermediate());
        config.put("num_hidden_layers", shape.layers());
        config.put("num_attention_heads", shape.attentionHeads());
        config.put("num_key_value_heads", shape.keyValueHeads());
        config.put("num_local_experts", shape.experts());
        config.put("num_experts_per_tok", shape.expertsPerToken());
        config.put("hidden_act", "silu");
        config.put("max_position_embeddings", shape.contextLength());
        config.put("rms_norm_eps", 1e-5);
        config.put("rope_theta", 1e6);
        config.put("vocab_size", tokenizer.size());
        config.put("bos_token_id", tokenizer.id(TinyTokenizer.START));
        config.put("eos_token_id", tokenizer.id(TinyTokenizer.END));
        config.put("tie_word_embeddings", false);
        config.put("torch_dtype", "float32");
        return config;
    }

    private void fill() {
        int hidden = shape.hidden();
        putMatrix("model.embed_tokens.weight", tokenizer.size(), hidden, Math.sqrt(hidden));
        for (int layer = 0; layer < shape.layers(); layer++) {
            fillLayer("model.layers." + layer + ".");
        }
        putNorm("model.norm.weight");
        put("lm_head.weight", tokenizer.size(), hidden, outputWeights());
    }

    private void fillLayer(String layer) {
        int hidden = shape.hidden();
        int keyValue = shape.keyValueHeads() * shape.headSize();
        putNorm(layer + "input_layernorm.weight");
        putMatrix(layer + "self_attn.q_proj.weight", hidden, hidden, 1);
        putMatrix(layer + "self_attn.k_proj.weight", keyValue, hidden, 1);
        putMatrix(layer + "self_attn.v_proj.weight", keyValue, hidden, 1);
        putMatrix(layer + "self_attn.o_proj.weight", hidden, hidden, 1);
        putNorm(layer + "post_attention_layernorm.weight");
        putMatrix(layer + "block_sparse_moe.gate.weight", shape.experts(), hidden, ROUTER_GAIN);
        for (int expert = 0; expert < shape.experts(); expert++) {
            String prefix = layer + "block_sparse_moe.experts." + expert + ".";
            putMatrix(prefix + "w1.weight", shape.intermediate(), hidden, 1);
            putMatrix(prefix + "w2.weight", hidden, shape.intermediate(), 1);
            putMatrix(prefix + "w3.weight", shape.intermediate(), hidden, 1);
        }
    }

    /** Greedy text consists of text, and does not end early: rows of other tokens are zero. */
    private float[] outputWeights() {
        float[] weights = gaussian(tokenizer.size(), shape.hidden(), 1);
        for (int token = 0; token < tokenizer.size(); token++) {
            if (!tokenizer.isText(token)) {
                Arrays.fill(weights, token * shape.hidden(), (token + 1) * shape.hidden(), 0);
            }
        }
        return weights;
    }

    private void putMatrix(String name, int rows, int columns, double gain) {
        put(name, rows, columns, gaussian(rows, columns, gain));
    }

    private void put(String name, long rows, long columns, float[] weights) {
        tensors.put(name, new Tensor(StoredType.F32, List.of(rows, columns), MemorySegment.ofArray(weights)));
    }

    private void putNorm(String name) {
        float[] ones = new float[shape.hidden()];
        Arrays.fill(ones, 1);
        tensors.put(name, new Tensor(StoredType.F32, List.of((long) ones.length), MemorySegment.ofArray(ones)));
    }

    /** Scaled so that, at a gain of 1, what goes in with a variance of 1 comes out with it. */
    private float[] gaussian(int rows, int columns, double gain) {
        double deviation = gain / Math.sqrt(columns);
        float[] weights = new float[rows * columns];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() * deviation);
        }
        return weights;
    }
}
