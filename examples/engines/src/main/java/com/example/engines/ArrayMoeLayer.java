package com.example.engines;

import org.moegate.GatePlan;
import org.moegate.GateSpec;

/**
 * A mixture-of-experts layer of an engine whose tensors are {@code float[]}. Layers of the same gate share a plan, and each
 * has a router, a bias and experts of its own. Any number of threads may use a layer, each with its own arrays.
 */
final class ArrayMoeLayer {

    private final GatePlan plan;
    private final GateSpec spec;
    private final float[] router;
    private final float[] bias;
    private final Expert[] experts;
    private final int hidden;

    /**
     * A layer.
     *
     * @param plan for float32 logits; closed by the engine, when its last layer is done
     * @param router [num_experts, hidden]
     * @param bias [num_experts], or null where the plan has none
     * @param experts one for each id that the gate gives
     */
    ArrayMoeLayer(GatePlan plan, float[] router, float[] bias, Expert[] experts) {
        this.plan = plan;
        this.spec = plan.request().spec();
        this.router = router;
        this.bias = bias;
        this.experts = experts;
        this.hidden = router.length / spec.numExperts();
    }

    /** Adds the layer's output for a batch of tokens, [tokens, hidden]. */
    void addTo(float[] outputs, float[] inputs, int tokens, RouterArrays arrays) {
        multiplyByRouter(inputs, tokens, arrays.logits);
        plan.route(tokens, arrays.logits, bias, arrays.experts, arrays.weights);
        for (int token = 0; token < tokens; token++) {
            for (int i = token * spec.topk(); i < (token + 1) * spec.topk(); i++) {
                experts[arrays.experts[i]].addTo(outputs, inputs, token * hidden, arrays.weights[i]);
            }
        }
    }

    private void multiplyByRouter(float[] inputs, int tokens, float[] logits) {
        for (int token = 0; token < tokens; token++) {
            for (int expert = 0; expert < spec.numExperts(); expert++) {
                float sum = 0;
                for (int i = 0; i < hidden; i++) {
                    sum += inputs[token * hidden + i] * router[expert * hidden + i];
                }
                logits[token * spec.numExperts() + expert] = sum;
            }
        }
    }
}
