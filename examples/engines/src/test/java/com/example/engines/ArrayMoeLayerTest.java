package com.example.engines;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.GatePlan;
import org.moegate.GateSpec;

@DisplayName("A layer of an engine with float arrays")
class ArrayMoeLayerTest {

    private static final int HIDDEN = 16;
    private static final int MOST_TOKENS = 40;

    private GatePlan plan;
    private GateSpec spec;
    private float[] bias;
    private ArrayMoeLayer layer;

    @BeforeEach
    void createLayer() {
        plan = EnginePlans.forArrays(Models.DEEPSEEK_V3);
        spec = plan.request().spec();
        RandomFloats random = new RandomFloats(1);
        bias = random.next(spec.numExperts());
        layer = new ArrayMoeLayer(plan, random.next(spec.numExperts() * HIDDEN), bias, scalingExperts());
    }

    /** Experts that scale their input, each by a factor of its own: outputs tell who had a say, and how much. */
    private Expert[] scalingExperts() {
        Expert[] experts = new Expert[spec.numExperts()];
        for (int expert = 0; expert < experts.length; expert++) {
            float factor = factor(expert);
            experts[expert] = (outputs, inputs, at, weight) -> {
                for (int i = at; i < at + HIDDEN; i++) {
                    outputs[i] += weight * (factor * inputs[i]);
                }
            };
        }
        return experts;
    }

    private static float factor(int expert) {
        return expert + 1;
    }

    @AfterEach
    void closePlan() {
        plan.close();
    }

    @Test
    @DisplayName("routes with the reference's bits, batch after batch in the same arrays")
    void routes() {
        RouterArrays arrays = new RouterArrays(spec, MOST_TOKENS);
        RandomFloats random = new RandomFloats(2);
        for (int tokens : new int[] {MOST_TOKENS, 1, 7, 0}) {
            forward(random.next(tokens * HIDDEN), arrays);
            float[] logits = Arrays.copyOf(arrays.logits, tokens * spec.numExperts());
            Reference.of(spec, logits, bias).requireAtStartOf(arrays.experts, arrays.weights);
        }
    }

    @Test
    @DisplayName("adds the experts' outputs by their weights")
    void weighs() {
        RouterArrays arrays = new RouterArrays(spec, MOST_TOKENS);
        float[] inputs = new RandomFloats(3).next(MOST_TOKENS * HIDDEN);
        float[] outputs = forward(inputs, arrays);
        for (int i = 0; i < outputs.length; i++) {
            double factor = 0;
            for (int place = 0; place < spec.topk(); place++) {
                int at = i / HIDDEN * spec.topk() + place;
                factor += (double) arrays.weights[at] * factor(arrays.experts[at]);
            }
            assertEquals(factor * inputs[i], outputs[i], 1e-5 * Math.abs(factor * inputs[i]), "output " + i);
        }
    }

    @Test
    @DisplayName("serves threads at once, each with arrays of its own")
    void threads() throws Exception {
        float[] inputs = new RandomFloats(4).next(MOST_TOKENS * HIDDEN);
        float[] expected = forward(inputs, new RouterArrays(spec, MOST_TOKENS));
        Callable<Void> task = () -> {
            RouterArrays arrays = new RouterArrays(spec, MOST_TOKENS);
            for (int call = 0; call < 50; call++) {
                assertArrayEquals(expected, forward(inputs, arrays), "call " + call);
            }
            return null;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Void> done : threads.invokeAll(List.of(task, task, task, task))) {
                done.get();
            }
        }
    }

    private float[] forward(float[] inputs, RouterArrays arrays) {
        float[] outputs = new float[inputs.length];
        layer.addTo(outputs, inputs, inputs.length / HIDDEN, arrays);
        return outputs;
    }
}
