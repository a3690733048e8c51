package com.example.app;

import org.moegate.Backends;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.ScoringFunc;

final class RouteTokens {

    static void main() {
        GateSpec spec = GateSpec.builder(4, 2) // 2 of 4 experts for each token
                .scoringFunc(ScoringFunc.SOFTMAX)
                .renormalize(true)
                .build();
        float[] logits = {
            0, 2, 1, -1, // the first token prefers expert 1, then 2
            1, -2, 0, 3, // the second 3, then 0
        };
        int[] ids = new int[2 * spec.topk()];
        float[] weights = new float[2 * spec.topk()];
        try (GatePlan plan = Backends.discover().plan(PlanRequest.of(spec).withBias(null))) {
            plan.route(2, logits, null, ids, weights);
        }
        for (int i = 0; i < ids.length; i++) {
            System.out.printf("token %d: expert %d weighs %.3f%n", i / spec.topk(), ids[i], weights[i]);
        }
    }
}
