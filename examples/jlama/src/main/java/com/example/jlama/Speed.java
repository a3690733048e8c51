package com.example.jlama;

import com.github.tjake.jlama.model.AbstractModel;
import com.github.tjake.jlama.model.functions.Generator;
import java.util.LinkedHashMap;
import java.util.Map;

/** How fast models generate: the best of a few rounds, in which they take turns. */
final class Speed {

    private static final int ROUNDS = 10;
    private static final int TOKENS = 300;

    private Speed() {}

    /** Tokens per second of each model, its prompt apart. */
    static Map<String, Double> measure(Map<String, AbstractModel> models, String text) {
        Map<String, Double> best = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            models.forEach((name, model) -> {
                Generator.Response response = Decoding.generate(model, text, TOKENS);
                double perSecond = 1000.0 * response.generatedTokens / response.generateTimeMs;
                best.merge(name, perSecond, Math::max);
            });
        }
        return best;
    }
}
