package com.example.engines;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.moegate.GateSpec;
import org.moegate.reference.ReferenceGate;

/** The experts and weights that define the right ones. */
record Reference(int[] ids, float[] weights) {

    static Reference of(GateSpec spec, float[] logits, float[] bias) {
        int tokens = logits.length / spec.numExperts();
        Reference right = new Reference(new int[tokens * spec.topk()], new float[tokens * spec.topk()]);
        ReferenceGate gate = new ReferenceGate(spec);
        for (int token = 0; token < tokens; token++) {
            gate.route(logits, token * spec.numExperts(), bias, right.ids, right.weights, token * spec.topk());
        }
        return right;
    }

    /** Bit by bit; the arrays may be longer. */
    void requireAtStartOf(int[] actualIds, float[] actualWeights) {
        assertArrayEquals(ids, Arrays.copyOf(actualIds, ids.length));
        assertArrayEquals(bits(weights), bits(Arrays.copyOf(actualWeights, weights.length)));
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
