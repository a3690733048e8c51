package com.example.jlama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tjake.jlama.model.AbstractModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Jlama's gate and moegate's, in a whole model")
class ComparisonTest {

    private static final String TEXT = "the weights of the experts";

    @TempDir
    private Path folder;

    @Test
    @DisplayName("choose the same experts in every layer, and without weights the model is Jlama's")
    void wholeModel() throws IOException {
        MixtralShape shape = new MixtralShape(3, 64, 96, 4, 2, 8, 2, 256);
        try (SmallModel small = SmallModel.create(folder, shape)) {
            List<RoutedToken> seen = new ArrayList<>();
            Distributions compared = nextTokens(
                    (model, layer, weights) -> new ComparedBlock(model, layer, weights, small.plan(), seen::add));
            assertEquals(3 * compared.size(), seen.size());
            for (RoutedToken token : seen) {
                assertTrue(token.sameExperts() && token.unweightedIsJlamas(), token::toString);
                assertEquals(1, token.weights()[0] + token.weights()[1], 1e-6);
                assertTrue(token.difference() > token.differenceOfDirection(), token::toString);
                assertTrue(token.differenceOfDirection() > 0, token::toString);
            }
            Distributions weighted = Decoding.nextTokens(small.model(), TEXT);
            assertEquals(0, compared.divergenceFrom(weighted));
            Distributions unweighted = nextTokens((model, layer, weights) ->
                    new MoegateBlock(model, weights, small.plan(), MoegateBlock.Weights.IGNORED));
            try (AbstractModel jlamas = OpenMixtralModel.loadJlamas(folder)) {
                Distributions expected = Decoding.nextTokens(jlamas, TEXT);
                assertEquals(0, unweighted.divergenceFrom(expected));
                assertEquals(0, unweighted.otherChoicesThan(expected));
                assertTrue(weighted.divergenceFrom(expected) > 1e-3);
            }
        }
    }

    private Distributions nextTokens(OpenMixtralModel.MoeBlocks blocks) throws IOException {
        try (AbstractModel model = OpenMixtralModel.load(folder, blocks)) {
            return Decoding.nextTokens(model, TEXT);
        }
    }
}
