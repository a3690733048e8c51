package org.moegate.benchmarks;

import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;

/** What the fresh JVM runs: it times its own first calls, and answers with them as a {@link FirstCall}. */
final class FirstCallProbe {

    private static final double NANOS_PER_MILLI = 1e6;

    private FirstCallProbe() {}

    /** Routes as many batches as told, of the shape named. */
    public static void main(String[] args) {
        GateSpec spec = Shape.valueOf(args[0]).spec();
        RouterInputs inputs = new RouterInputs(FirstCall.BATCH, spec.numExperts());
        Routing routing = new Routing(FirstCall.BATCH, spec);
        double[] nanosPerRow = new double[Integer.parseInt(args[1])];
        long start = System.nanoTime();
        try (GatePlan plan = BackendsHere.cpu().plan(PlanRequest.of(spec))) {
            long planned = System.nanoTime();
            plan.route(1, inputs.logits(), inputs.bias(), routing.ids, routing.weights);
            long routed = System.nanoTime();
            for (int batch = 0; batch < nanosPerRow.length; batch++) {
                long before = System.nanoTime();
                plan.route(FirstCall.BATCH, inputs.logits(), inputs.bias(), routing.ids, routing.weights);
                nanosPerRow[batch] = (System.nanoTime() - before) / (double) FirstCall.BATCH;
            }
            ForkedJava.answer(
                    new FirstCall((planned - start) / NANOS_PER_MILLI, (routed - start) / NANOS_PER_MILLI, nanosPerRow)
                            .line());
        }
    }
}
