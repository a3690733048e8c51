package com.example.jlama;

import com.github.tjake.jlama.model.functions.FeedForward;
import com.github.tjake.jlama.tensor.AbstractTensor;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.moegate.GatePlan;

/** Gives each token to Jlama's block and to moegate's, tells what came of it, and goes on with the weighted output. */
final class ComparedBlock implements FeedForward {

    private final int layer;
    private final JlamaBlock jlamas;
    private final MoegateBlock unweighted;
    private final MoegateBlock weighted;
    private final Consumer<RoutedToken> seen;

    ComparedBlock(OpenMixtralModel model, int layer, MoeWeights weights, GatePlan plan, Consumer<RoutedToken> seen) {
        this.layer = layer;
        this.jlamas = new JlamaBlock(model, weights);
        this.unweighted = new MoegateBlock(model, weights, plan, MoegateBlock.Weights.IGNORED);
        this.weighted = new MoegateBlock(model, weights, plan, MoegateBlock.Weights.APPLIED);
        this.seen = seen;
    }

    @Override
    public AbstractTensor forward(AbstractTensor token, Optional<Consumer<List<AbstractTensor>>> reducer) {
        AbstractTensor output = weighted.forward(token, reducer);
        try (AbstractTensor own = jlamas.forward(token);
                AbstractTensor plain = unweighted.forward(token, reducer)) {
            Routing routing = weighted.route(token);
            seen.accept(new RoutedToken(
                    layer,
                    jlamas.lastChoice(),
                    routing.experts(0),
                    routing.weights(0),
                    own.getMemorySegment().mismatch(plain.getMemorySegment()) == -1,
                    Vectors.difference(floats(own), floats(output)),
                    Vectors.differenceOfDirection(floats(own), floats(output))));
        }
        return output;
    }

    private static float[] floats(AbstractTensor tensor) {
        return tensor.getMemorySegment().toArray(ValueLayout.JAVA_FLOAT);
    }
}
