package com.example.jlama;

import com.github.tjake.jlama.model.AbstractModel;
import com.github.tjake.jlama.model.functions.Generator;
import com.github.tjake.jlama.safetensors.prompt.PromptContext;
import com.github.tjake.jlama.tensor.AbstractTensor;
import com.github.tjake.jlama.tensor.KvBufferCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Runs a model, whosever its blocks are. */
final class Decoding {

    private Decoding() {}

    /** The distribution of the next token after each token of a text. */
    static Distributions nextTokens(AbstractModel model, String text) {
        int[] tokens = model.encodePrompt(PromptContext.of(text));
        List<float[]> distributions = new ArrayList<>();
        try (KvBufferCache cache = new KvBufferCache(model);
                KvBufferCache.KvBuffer buffer = cache.getEphemeralKvBuffer()) {
            for (int position = 0; position < tokens.length; position++) {
                try (AbstractTensor output = model.forward(tokens[position], position, buffer, Optional.empty())) {
                    distributions.add(model.getLogits(output)); // after their softmax, in spite of the name
                }
            }
        }
        return new Distributions(distributions);
    }

    /** Continues a text greedily, up to that many tokens in all. */
    static Generator.Response generate(AbstractModel model, String text, int tokens) {
        return model.generate(UUID.randomUUID(), PromptContext.of(text), 0, tokens, (token, milliseconds) -> {});
    }
}
