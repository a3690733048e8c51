package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jocl.CL;
import org.jocl.cl_event;
import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.DType;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;

@DisplayName("memory on the device")
class OpenClRoutingTest {

    private static final PlanRequest REQUEST = PlanRequest.of(
            GateSpec.builder(48, 5).numExpertGroup(4).topkGroup(2).build());

    private final CallerMemory memory = new CallerMemory();

    @AfterEach
    void release() {
        memory.close();
    }

    private static OpenClRouting routing(GatePlan plan) {
        return plan.deviceRouting(OpenClRouting.class).orElseThrow();
    }

    private void route(GatePlan plan, PlanRequest request, long seed) {
        new RandomBatch(request, 33, seed).assertSameBits(plan, memory);
    }

    @Test
    @DisplayName("is routed in the caller's own context and queue, at any offset")
    void routes() {
        for (DType dtype : DType.values()) {
            PlanRequest request = REQUEST.withLogits(dtype);
            try (GatePlan plan = Driver.plan(request)) {
                routing(plan).prepare(memory.queue());
                route(plan, request, 1);
            }
        }
    }

    @Test
    @DisplayName("is routed by the tiled kernel too, with scratch memory of its own for each call")
    void routesInTiles() {
        PlanRequest large = PlanRequest.of(GateSpec.builder(150_000, 3).build());
        try (GatePlan plan = Driver.plan(large)) {
            route(plan, large, 2);
        }
    }

    @Test
    @DisplayName("may be of several contexts and come from several threads at once")
    void manyContextsAndThreads() throws Exception {
        try (GatePlan plan = Driver.plan(REQUEST);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<@Nullable Void>> calls = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                long seed = i;
                calls.add(() -> {
                    OpenClRoutingTest own = new OpenClRoutingTest();
                    try {
                        own.route(plan, REQUEST, seed);
                    } finally {
                        own.release();
                    }
                    return null;
                });
            }
            for (Future<@Nullable Void> call : threads.invokeAll(calls)) {
                call.get();
            }
        }
    }

    @Test
    @DisplayName("is left as it is by a call of no tokens, whose event comes after those it waits for")
    void zeroTokens() {
        try (GatePlan plan = Driver.plan(REQUEST)) {
            OpenClArray empty = OpenClArray.of(memory.buffer(4));
            cl_event first = routing(plan).route(memory.queue(), 0, 0, empty, 48, empty, empty, empty);
            cl_event second = routing(plan).route(memory.queue(), 0, 0, empty, 48, empty, empty, empty, first);
            assertEquals(CL.CL_SUCCESS, CL.clWaitForEvents(1, new cl_event[] {second}));
            CL.clReleaseEvent(first);
            CL.clReleaseEvent(second);
        }
    }

    @Test
    @DisplayName("that is too small, or arguments out of range, are refused before anything is enqueued")
    void badArguments() {
        try (GatePlan plan = Driver.plan(REQUEST)) {
            OpenClArray logits = OpenClArray.of(memory.buffer(2 * 48 * 4));
            OpenClArray bias = OpenClArray.of(memory.buffer(48 * 4));
            OpenClArray results = OpenClArray.of(memory.buffer(2 * 5 * 4));
            OpenClArray moved = new OpenClArray(logits.buffer(), 1);
            assertRefused("numTokens = -1", plan, -1, 0, logits, 48, bias, results);
            assertRefused("numTokenNonPadded = 3", plan, 2, 3, logits, 48, bias, results);
            assertRefused("logitsRowStride = 47", plan, 2, 2, logits, 47, bias, results);
            assertRefused("logits = ", plan, 3, 3, logits, 48, bias, results);
            assertRefused("logits = ", plan, 2, 2, logits, 49, bias, results);
            assertRefused("logits = ", plan, 2, 2, moved, 48, bias, results);
            assertRefused("bias = null", plan, 2, 2, logits, 48, null, results);
            assertRefused("bias = ", plan, 2, 2, logits, 48, new OpenClArray(bias.buffer(), 1), results);
            assertRefused("topkIds = ", plan, 2, 2, logits, 48, bias, new OpenClArray(results.buffer(), 1));
        }
        assertThrows(IllegalArgumentException.class, () -> new OpenClArray(new cl_mem(), -1));
    }

    private void assertRefused(
            String start,
            GatePlan plan,
            int numTokens,
            int nonPadded,
            OpenClArray logits,
            long stride,
            @Nullable OpenClArray bias,
            OpenClArray results) {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> routing(plan)
                        .route(memory.queue(), numTokens, nonPadded, logits, stride, bias, results, results));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.startsWith(start), message);
    }

    @Test
    @DisplayName("is routed no more once the plan is closed")
    void closedPlan() {
        GatePlan plan = Driver.plan(REQUEST);
        OpenClRouting routing = routing(plan);
        routing.prepare(memory.queue());
        plan.close();
        assertThrows(IllegalStateException.class, () -> routing.prepare(memory.queue()));
        assertThrows(IllegalStateException.class, () -> plan.deviceRouting(OpenClRouting.class));
    }

    @Test
    @DisplayName("is no matter of other interfaces")
    void otherInterfaces() {
        try (GatePlan plan = Driver.plan(REQUEST)) {
            assertTrue(plan.deviceRouting(Runnable.class).isEmpty());
        }
    }
}
