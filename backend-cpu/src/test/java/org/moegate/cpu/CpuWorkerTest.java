package org.moegate.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moegate.Backends;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;

@DisplayName("a worker")
class CpuWorkerTest {

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    @DisplayName("lets go of the native memory that it was called with")
    void letsGo() throws InterruptedException {
        PlanRequest request = PlanRequest.of(GateSpec.builder(4, 2).build());
        try (GatePlan plan =
                Backends.builder().provider(new CpuBackendProvider()).build().plan(request)) {
            WeakReference<MemorySegment> logits = logitsOfACall(plan);
            while (logits.get() != null) {
                System.gc();
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
    }

    private static WeakReference<MemorySegment> logitsOfACall(GatePlan plan) {
        MemorySegment logits = Arena.ofAuto().allocate(ValueLayout.JAVA_FLOAT, 4);
        plan.route(
                1,
                logits,
                MemorySegment.ofArray(new float[4]),
                MemorySegment.ofArray(new int[2]),
                MemorySegment.ofArray(new float[2]));
        return new WeakReference<>(logits);
    }
}
