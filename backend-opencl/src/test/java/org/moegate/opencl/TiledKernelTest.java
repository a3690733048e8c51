package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;

@DisplayName("the tiled kernel")
class TiledKernelTest {

    private static final int GROUPS = 300;

    @Test
    @DisplayName("gives the reference's bits where few rows are staged at a time, as each is millions of bytes")
    void rowsOfMegabytes() {
        PlanRequest request = PlanRequest.of(GateSpec.builder(2_000_000, 3).build());
        try (GatePlan plan = Driver.plan(request)) {
            new RandomBatch(request, 5, 5).assertSameBits(plan);
        }
    }

    @Test
    @DisplayName("gives the reference's bits where a row's keys are more than local memory holds")
    void keysInGlobalMemory() {
        // PoCL's local memory is as large as a cache of the processor
        long mostKeys = Driver.device().facts().localMemory() / Integer.BYTES;
        int groupSize = Math.toIntExact(mostKeys / GROUPS) + 1;
        PlanRequest request = PlanRequest.of(GateSpec.builder(GROUPS * groupSize, 5)
                .numExpertGroup(GROUPS)
                .topkGroup(3)
                .build());
        assertFalse(Program.keysFitLocalMemory(Driver.device().facts(), request.spec(), 1));
        try (GatePlan plan = Driver.plan(request)) {
            new RandomBatch(request, 7, 5).assertSameBits(plan);
        }
    }
}
