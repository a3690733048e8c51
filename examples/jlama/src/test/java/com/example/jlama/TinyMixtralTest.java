package com.example.jlama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tjake.jlama.model.functions.Generator;
import com.github.tjake.jlama.model.mixtral.MixtralModel;
import com.github.tjake.jlama.safetensors.prompt.PromptContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moegate.tensors.TensorFile;

@DisplayName("The tiny model")
class TinyMixtralTest {

    private static final List<String> FILES =
            List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json");

    @TempDir
    private Path folder;

    @Test
    @DisplayName("has the tensors of a published Mixtral, by name and shape")
    void tensors() throws IOException {
        TinyMixtral.write(folder, SmallModel.shape(8, 2), 1);
        try (TensorFile file = TensorFile.open(folder.resolve("model.safetensors"))) {
            // embeddings, last norm and head; two norms, four of attention, router and three for each expert
            assertEquals(3 + 2 + 4 + 1 + 3 * 8, file.names().size());
            String moe = "model.layers.0.block_sparse_moe.";
            assertEquals(List.of(8L, 64L), file.tensor(moe + "gate.weight").shape());
            assertEquals(
                    List.of(96L, 64L), file.tensor(moe + "experts.7.w1.weight").shape());
            assertEquals(
                    List.of(64L, 96L), file.tensor(moe + "experts.7.w2.weight").shape());
            assertEquals(
                    List.of(96L, 64L), file.tensor(moe + "experts.7.w3.weight").shape());
            assertEquals(
                    List.of(32L, 64L),
                    file.tensor("model.layers.0.self_attn.k_proj.weight").shape());
            assertEquals(List.of(64L), file.tensor("model.norm.weight").shape());
        }
    }

    @Test
    @DisplayName("has the same bytes for the same seed, and other weights for another")
    void seeds() throws IOException {
        for (String name : List.of("first", "second")) {
            TinyMixtral.write(folder.resolve(name), SmallModel.shape(8, 2), 1);
        }
        for (String file : FILES) {
            assertEquals(-1, mismatch("first", "second", file), file);
        }
        TinyMixtral.write(folder.resolve("third"), SmallModel.shape(8, 2), 2);
        assertNotEquals(-1, mismatch("first", "third", "model.safetensors"));
    }

    private long mismatch(String left, String right, String file) throws IOException {
        return Files.mismatch(
                folder.resolve(left).resolve(file), folder.resolve(right).resolve(file));
    }

    @Test
    @DisplayName("loads in Jlama as it is, which reads text with its tokenizer and goes on with it")
    void generates() throws IOException {
        TinyMixtral.write(folder, SmallModel.shape(8, 2), 1);
        try (MixtralModel model = OpenMixtralModel.loadJlamas(folder)) {
            String text = "the experts, and the weights of 1 token";
            long[] tokens = model.getTokenizer().encode(text);
            assertTrue(tokens.length < text.length(), () -> "merges nothing: " + Arrays.toString(tokens));
            assertEquals(text, model.getTokenizer().decode(tokens));

            Generator.Response response = Decoding.generate(model, text, 100);
            int prompt = model.encodePrompt(PromptContext.of(text)).length;
            assertEquals(Generator.FinishReason.MAX_TOKENS, response.finishReason);
            assertEquals(100 - prompt, response.generatedTokens);
            assertTrue(response.responseText.length() >= response.generatedTokens, response.responseText);
        }
    }
}
