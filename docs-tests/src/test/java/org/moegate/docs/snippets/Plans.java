package org.moegate.docs.snippets;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.Executor;
import org.moegate.Backends;
import org.moegate.DType;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.ModelCatalogue;
import org.moegate.PlanRequest;
import org.moegate.Threads;

/** README.md, and docs/backends.md. */
final class Plans {

    private Plans() {}

    static void routeOnce(
            int numTokens, MemorySegment logits, MemorySegment bias, MemorySegment topkIds, MemorySegment topkWeights) {
        GateSpec spec = ModelCatalogue.require("DeepSeek-V3").spec(); // or GateSpec.builder, or HuggingFaceConfig.read
        try (GatePlan plan = Backends.discover().plan(PlanRequest.of(spec).withLogits(DType.BF16))) {
            // MemorySegment, arrays or NIO buffers: your memory
            plan.route(numTokens, logits, bias, topkIds, topkWeights);
        }
    }

    static PlanRequest borrowing(PlanRequest request, Executor executor) {
        return request.withThreads(Threads.of(executor, 4));
    }

    static GatePlan forced(PlanRequest request) {
        Backends backends = Backends.builder().discover().force("cpu:scalar").build();
        return backends.plan(request);
    }
}
