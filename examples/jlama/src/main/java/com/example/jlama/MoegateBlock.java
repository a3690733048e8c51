package com.example.jlama;

import com.github.tjake.jlama.math.ActivationFunction;
import com.github.tjake.jlama.math.VectorMath;
import com.github.tjake.jlama.model.functions.FeedForward;
import com.github.tjake.jlama.model.mixtral.MixtralConfig;
import com.github.tjake.jlama.tensor.AbstractTensor;
import com.github.tjake.jlama.tensor.operations.TensorOperations;
import com.github.tjake.jlama.tensor.operations.TensorOperationsProvider;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.moegate.GatePlan;

/**
 * A mixture-of-experts block that moegate routes: the router's logits stay where Jlama's product put them, and the experts'
 * outputs are added with their weights. Safe for use by many threads, as long as the plan is open.
 */
final class MoegateBlock implements FeedForward {

    /** What an expert's output is multiplied by. */
    enum Weights {
        /** By the router's weight. */
        APPLIED,
        /** By 1, as in Jlama's own block. */
        IGNORED
    }

    private final OpenMixtralModel model;
    private final MixtralConfig config;
    private final MoeWeights weights;
    private final GatePlan plan;
    private final Weights use;
    private final ThreadLocal<Routing> routings;

    /** A block of a layer; one plan serves all of them. */
    MoegateBlock(OpenMixtralModel model, MoeWeights weights, GatePlan plan, Weights use) {
        this.model = model;
        this.config = model.config();
        this.weights = weights;
        this.plan = plan;
        this.use = use;
        this.routings = ThreadLocal.withInitial(() -> new Routing(config.numberOfExpertsPerToken));
    }

    @Override
    public AbstractTensor forward(AbstractTensor input, Optional<Consumer<List<AbstractTensor>>> reducer) {
        if (reducer.isPresent()) {
            throw new IllegalArgumentException("reducer = " + reducer + ": this block is not split over machines");
        }
        Routing routing = route(input);
        int tokens = input.shape().first();
        AbstractTensor output = model.makeTensor(tokens, config.embeddingLength);
        for (int token = 0; token < tokens; token++) {
            for (int place = 0; place < config.numberOfExpertsPerToken; place++) {
                float weight = use == Weights.APPLIED ? routing.weight(token, place) : 1;
                addExpert(routing.expert(token, place), weight, input.slice(token), output.slice(token));
            }
        }
        return output;
    }

    /** The experts of each token, and their weights; the calling thread's next call overwrites them. */
    Routing route(AbstractTensor input) {
        int tokens = input.shape().first();
        Routing routing = routings.get();
        routing.ensureCapacity(tokens);
        try (AbstractTensor logits = model.makeTensor(tokens, config.numberOfExperts)) {
            multiplyByRouter(input, logits);
            plan.route(tokens, logits.getMemorySegment(), null, routing.ids(), routing.weights());
        }
        return routing;
    }

    /** One by one: Jlama's product of several rows rounds in another way than that of one. */
    private void multiplyByRouter(AbstractTensor input, AbstractTensor logits) {
        int length = config.embeddingLength;
        for (int token = 0; token < input.shape().first(); token++) {
            operations().batchDotProduct(logits.slice(token), input.slice(token), weights.router(), 0, 0, length);
        }
    }

    /** Adds weight · w2 (act(w1 x) · w3 x) to a token's output. */
    private void addExpert(int expert, float weight, AbstractTensor token, AbstractTensor output) {
        try (AbstractTensor gated = model.makeTensor(1, config.hiddenLength);
                AbstractTensor up = model.makeTensor(1, config.hiddenLength);
                AbstractTensor down = model.makeTensor(1, config.embeddingLength)) {
            AbstractTensor[] products = {gated, up};
            AbstractTensor[] factors = {weights.gate()[expert], weights.up()[expert]};
            VectorMath.pchunk(0, config.hiddenLength, (from, length) -> {
                operations().dotProductBatchChunk(products, token, factors, 0, config.embeddingLength, from, length);
                activate(gated, from, length);
            });
            operations().maccumulate(gated, up, 0, config.hiddenLength);
            try (AbstractTensor quantized = model.maybeQuantize(gated)) {
                AbstractTensor factor = weights.down()[expert];
                VectorMath.pchunk(
                        0,
                        config.embeddingLength,
                        (from, length) -> operations()
                                .dotProductChunk(down, quantized, factor, 0, config.hiddenLength, from, length));
            }
            operations().saxpy(weight, down, output, 0, 0, config.embeddingLength);
        }
    }

    private void activate(AbstractTensor row, int from, int length) {
        for (int i = from; i < from + length; i++) {
            row.set(ActivationFunction.eval(config.activationFunction, row.get(0, i)), 0, i);
        }
    }

    private static TensorOperations operations() {
        return TensorOperationsProvider.get();
    }
}
