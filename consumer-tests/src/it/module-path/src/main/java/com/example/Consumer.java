package com.example;

import java.util.Arrays;
import org.moegate.Backends;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.ModelCatalogue;
import org.moegate.PlanRequest;

public final class Consumer {

    public static void main(String[] args) {
        GateSpec spec = ModelCatalogue.require("Mixtral-8x7B").spec();
        int[] ids = new int[spec.topk()];
        try (GatePlan plan = Backends.discover().plan(PlanRequest.of(spec).withBias(null))) {
            plan.route(1, new float[] {0, 1, 0, 3, 0, 2, 0, 1}, null, ids, new float[spec.topk()]);
            System.out.println(plan.backend() + ":" + plan.device().id() + " chose " + Arrays.toString(ids));
        }
    }
}
