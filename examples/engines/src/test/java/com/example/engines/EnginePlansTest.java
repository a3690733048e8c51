package com.example.engines;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.GatePlan;
import org.moegate.GateSpec;

@DisplayName("The plans of an engine")
class EnginePlansTest {

    private static final int TOKENS = 5000;

    private final GateSpec spec;
    private final float[] logits;
    private final float[] bias;

    EnginePlansTest() {
        try (GatePlan plan = EnginePlans.forArrays(Models.DEEPSEEK_V3)) {
            spec = plan.request().spec();
        }
        RandomFloats random = new RandomFloats(5);
        logits = random.next(TOKENS * spec.numExperts());
        bias = random.next(spec.numExperts());
    }

    @Test
    @DisplayName("give the same bits on one thread and on several")
    void largeBatches() {
        Reference right = Reference.of(spec, logits, bias);
        try (GatePlan one = EnginePlans.forArrays(Models.DEEPSEEK_V3);
                GatePlan several = EnginePlans.forLargeBatches(Models.DEEPSEEK_V3)) {
            for (GatePlan plan : new GatePlan[] {one, several}) {
                Reference actual = route(plan);
                right.requireAtStartOf(actual.ids(), actual.weights());
            }
        }
    }

    @Test
    @DisplayName("leave the scaling factor to an engine that applies it later")
    void unscaled() {
        try (GatePlan scaled = EnginePlans.forArrays(Models.DEEPSEEK_V3);
                GatePlan unscaled = EnginePlans.unscaled(Models.DEEPSEEK_V3)) {
            Reference expected = route(scaled);
            Reference actual = route(unscaled);
            assertArrayEquals(expected.ids(), actual.ids());
            for (int i = 0; i < expected.weights().length; i++) {
                assertEquals(expected.weights()[i], 2.5f * actual.weights()[i], "weight " + i);
            }
        }
    }

    private Reference route(GatePlan plan) {
        Reference routed = new Reference(new int[TOKENS * spec.topk()], new float[TOKENS * spec.topk()]);
        plan.route(TOKENS, logits, bias, routed.ids(), routed.weights());
        return routed;
    }
}
