package com.example.jlama;

import com.github.tjake.jlama.tensor.AbstractTensor;
import com.github.tjake.jlama.tensor.FloatBufferTensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.moegate.Backends;
import org.moegate.GatePlan;
import org.moegate.GateSpec;

/** A model of one layer on disk and in Jlama, with moegate's block in it. */
record SmallModel(Path folder, OpenMixtralModel model, MoeWeights weights, GatePlan plan) implements AutoCloseable {

    static MixtralShape shape(int experts, int expertsPerToken) {
        return new MixtralShape(1, 64, 96, 4, 2, experts, expertsPerToken, 256);
    }

    static SmallModel create(Path folder, MixtralShape shape) throws IOException {
        TinyMixtral.write(folder, shape, 7);
        GatePlan plan = Backends.discover().plan(Main.request(folder));
        AtomicReference<MoeWeights> seen = new AtomicReference<>();
        OpenMixtralModel model = OpenMixtralModel.load(folder, (open, layer, weights) -> {
            seen.set(weights);
            return new MoegateBlock(open, weights, plan, MoegateBlock.Weights.APPLIED);
        });
        return new SmallModel(folder, model, seen.get(), plan);
    }

    GateSpec spec() {
        return plan.request().spec();
    }

    MoegateBlock block(MoegateBlock.Weights use) {
        return new MoegateBlock(model, weights, plan, use);
    }

    /** The same model with another router. */
    SmallModel withRouter(AbstractTensor router) {
        return new SmallModel(
                folder, model, new MoeWeights(router, weights.gate(), weights.down(), weights.up()), plan);
    }

    AbstractTensor randomTokens(int tokens, RandomGenerator random) {
        return random(tokens, model.config().embeddingLength, random);
    }

    static AbstractTensor random(int rows, int columns, RandomGenerator random) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        AbstractTensor tensor = new FloatBufferTensor(rows, columns);
        tensor.getMemorySegment().copyFrom(MemorySegment.ofArray(values));
        return tensor;
    }

    static float[] floats(AbstractTensor tensor) {
        return tensor.getMemorySegment().toArray(ValueLayout.JAVA_FLOAT);
    }

    @Override
    public void close() {
        model.close();
        plan.close();
    }
}
