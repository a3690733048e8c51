package org.moegate.cli;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.ModelCatalogue;

/** Batches for a first look, drawn in the manner of trained routers; the same in every run. */
final class DemoInputs {

    static final int TOKENS = 256;

    private static final List<String> MODELS = List.of("DeepSeek-V3", "Kimi-K2", "Kimi-K3", "Qwen3-30B-A3B");
    private static final long SEED = 20261123;

    private DemoInputs() {}

    static List<GateInput> draw() {
        return MODELS.stream()
                .map(ModelCatalogue::require)
                .map(DemoInputs::draw)
                .toList();
    }

    private static GateInput draw(ModelCatalogue.Model model) {
        Random random = new Random(SEED);
        int experts = model.spec().numExperts();
        FloatMatrix logits = matrix(TOKENS, experts, logits(random, experts));
        @Nullable FloatMatrix bias = model.selectionBias() ? matrix(1, experts, bias(random, experts)) : null;
        SpecSource.Found found = new SpecSource.Found(model.spec(), "the catalogue");
        return new GateInput(model.name(), found, TOKENS, logits, bias);
    }

    /** Most experts lie low for a token; a sixteenth of them stand out, by a gamma distribution of shape 2. */
    private static float[] logits(Random random, int experts) {
        float[] logits = new float[TOKENS * experts];
        for (int row = 0; row < TOKENS; row++) {
            for (int i = 0; i < experts; i++) {
                logits[row * experts + i] = (float) (-2 + 0.8 * random.nextGaussian());
            }
            for (int i = 0; i < Math.max(1, experts / 16); i++) {
                logits[row * experts + random.nextInt(experts)] +=
                        (float) -Math.log((1 - random.nextDouble()) * (1 - random.nextDouble()));
            }
        }
        return logits;
    }

    private static float[] bias(Random random, int experts) {
        float[] bias = new float[experts];
        for (int i = 0; i < experts; i++) {
            bias[i] = (float) (0.05 * random.nextGaussian());
        }
        return bias;
    }

    private static FloatMatrix matrix(int rows, int width, float[] values) {
        return new FloatMatrix(DType.F32, rows, width, MemorySegment.ofArray(values));
    }
}
