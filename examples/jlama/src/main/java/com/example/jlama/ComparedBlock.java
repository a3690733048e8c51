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
    private final int topk;
    private final JlamaBlock jlamas;
    private final MoegateBlock unweighted;
    private final MoegateBlock weighted;
    private final Consumer<RoutedToken> seen;

    ComparedBlock(
            OpenMixtralModel model, int layer, MoeWeights weights, GatePlan plan, Consumer<RoutedToken> seen) {
        this.layer = layer;
        this.topk = model.config().numberOfExpertsPerToken;
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
            int[] experts = new int[topk];
            float[] weights = new float[topk];
            for (int place = 0; place < topk; place++) {
                experts[place] = routing.expert(0, place);
                weights[place] = routing.weight(0, place);
            }
            boolean sameBits = own.getMemorySegment().mismatch(plain.getMemorySegment()) == -1;
            double difference = Vectors.relativeDifference(floats(own), floats(output));
            seen.accept(new RoutedToken(layer, jlamas.lastChoice(), experts, weights, sameBits, difference));
        }
        return output;
    }

    private static float[] floats(AbstractTensor tensor) {
        return tensor.getMemorySegment().toArray(ValueLayout.JAVA_FLOAT);
    }
}
