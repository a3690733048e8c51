package org.moegate.cuda;

import static org.bytedeco.cuda.global.cudart.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;

@DisplayName("memory on the GPU")
class CudaRoutingTest {

    private static final GateSpec SPEC = GateSpec.builder(256, 8)
            .numExpertGroup(8)
            .topkGroup(4)
            .routedScalingFactor(2.5)
            .applyRoutedScalingFactorOnOutput(true)
            .build();

    private static CudaRouting routing(GatePlan plan) {
        return plan.deviceRouting(CudaRouting.class).orElseThrow();
    }

    private static void assertRouted(Gpu gpu, GatePlan plan, RoutedBatch batch, int numTokenNonPadded) {
        batch.route(routing(plan), gpu.stream(), numTokenNonPadded);
        gpu.finish();
        batch.assertReferenceBits(numTokenNonPadded);
    }

    @ParameterizedTest
    @CsvSource({"1, 256, 0", "37, 256, 0", "37, 300, 0", "37, 257, 3", "3000, 256, 1", "3000, 260, 0"})
    @DisplayName("is routed, whatever the batch, the stride and the alignment")
    void routed(int numTokens, int rowStride, int firstElement) {
        try (Gpu gpu = Gpu.inPrimaryContext();
                GatePlan plan = Gpu.plan(PlanRequest.of(SPEC))) {
            assertRouted(
                    gpu,
                    plan,
                    new RoutedBatch(gpu, SPEC, numTokens, rowStride, firstElement),
                    numTokens - numTokens / 5);
        }
    }

    @ParameterizedTest
    @CsvSource({"3000, 5", "70000, 3"})
    @DisplayName("is routed where keys lie in shared memory, and where they do not fit there")
    void manyExperts(int numExperts, int topk) {
        GateSpec spec = GateSpec.builder(numExperts, topk).build();
        try (Gpu gpu = Gpu.inPrimaryContext();
                GatePlan plan = Gpu.plan(PlanRequest.of(spec))) {
            assertRouted(gpu, plan, new RoutedBatch(gpu, spec, 20, numExperts, 0), 20);
        }
    }

    @Test
    @DisplayName("may be of a context of the caller's own")
    void ownContext() {
        try (Gpu gpu = Gpu.inContextOfItsOwn();
                GatePlan plan = Gpu.plan(PlanRequest.of(SPEC))) {
            assertRouted(gpu, plan, new RoutedBatch(gpu, SPEC, 100, 256, 0), 100);
        }
    }

    @Test
    @DisplayName("is routed on the default stream, in the context of the calling thread")
    void defaultStream() {
        try (Gpu gpu = Gpu.inPrimaryContext();
                GatePlan plan = Gpu.plan(PlanRequest.of(SPEC))) {
            RoutedBatch batch = new RoutedBatch(gpu, SPEC, 100, 256, 0);
            batch.route(routing(plan), new CUstream_st(), 100);
            Gpu.check(cuCtxSynchronize());
            batch.assertReferenceBits(100);
        }
    }

    @Test
    @DisplayName("is routed by a graph that captured the call, each time anew")
    void graph() {
        try (Gpu gpu = Gpu.inPrimaryContext();
                GatePlan plan = Gpu.plan(PlanRequest.of(SPEC))) {
            RoutedBatch batch = new RoutedBatch(gpu, SPEC, 64, 256, 0);
            CUgraph_st graph = new CUgraph_st();
            Gpu.check(cuStreamBeginCapture(gpu.stream(), CU_STREAM_CAPTURE_MODE_GLOBAL));
            batch.route(routing(plan), gpu.stream(), 64);
            batch.route(routing(plan), gpu.stream(), 64);
            Gpu.check(cuStreamEndCapture(gpu.stream(), graph));
            CUgraphExec_st executable = new CUgraphExec_st();
            Gpu.check(cuGraphInstantiate(executable, graph, 0));
            for (int seed = 10; seed < 15; seed++) {
                batch.drawLogits(seed);
                Gpu.check(cuGraphLaunch(executable, gpu.stream()));
                gpu.finish();
                batch.assertReferenceBits(64);
            }
            Gpu.check(cuGraphExecDestroy(executable));
            Gpu.check(cuGraphDestroy(graph));
        }
    }

    @Test
    @DisplayName("is routed on many streams by many threads at once")
    void manyStreams() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8);
                GatePlan plan = plan()) {
            CudaRouting routing = routing(plan);
            List<Future<?>> routed = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int numTokens = 20 + 97 * thread;
                routed.add(threads.submit(() -> {
                    try (Gpu gpu = Gpu.inPrimaryContext()) {
                        RoutedBatch batch = new RoutedBatch(gpu, SPEC, numTokens, 256, 0);
                        for (int seed = 0; seed < 20; seed++) {
                            batch.drawLogits(seed);
                            batch.route(routing, gpu.stream(), numTokens);
                            gpu.finish();
                            batch.assertReferenceBits(numTokens);
                        }
                    }
                }));
            }
            for (Future<?> future : routed) {
                future.get();
            }
        }
    }

    @Test
    @DisplayName("is routed by a thread that has no context, on a stream that has one")
    void threadWithoutContext() throws Exception {
        try (ExecutorService thread = Executors.newSingleThreadExecutor();
                Gpu gpu = Gpu.inPrimaryContext();
                GatePlan plan = Gpu.plan(PlanRequest.of(SPEC))) {
            RoutedBatch batch = new RoutedBatch(gpu, SPEC, 100, 256, 0);
            thread.submit(() -> batch.route(routing(plan), gpu.stream(), 100)).get();
            gpu.finish();
            batch.assertReferenceBits(100);
        }
    }

    /** Skipped here where there is no GPU, rather than on other threads. */
    private static GatePlan plan() {
        try (Gpu gpu = Gpu.inPrimaryContext()) {
            gpu.finish();
            return Gpu.plan(PlanRequest.of(SPEC));
        }
    }

    @Test
    @DisplayName("is routed at once by the kernel for any gate where the gate's own are compiled in the background")
    void background() {
        GateSpec spec = GateSpec.builder(200, 7).routedScalingFactor(1.25).build();
        System.setProperty(CudaBackendProvider.BACKGROUND, "true");
        try (Gpu gpu = Gpu.inPrimaryContext();
                GatePlan plan = Gpu.plan(PlanRequest.of(spec))) {
            RoutedBatch batch = new RoutedBatch(gpu, spec, 50, 200, 0);
            for (int seed = 0; seed < 300; seed++) {
                batch.drawLogits(seed);
                batch.route(routing(plan), gpu.stream(), 50);
                gpu.finish();
                batch.assertReferenceBits(50);
            }
        } finally {
            System.clearProperty(CudaBackendProvider.BACKGROUND);
        }
    }

    @Test
    @DisplayName("of no tokens is left alone")
    void zeroTokens() {
        try (GatePlan plan = plan()) {
            routing(plan).route(0, 0, 0, 0, 256, 0, 0, 0);
        }
    }

    @Test
    @DisplayName("that cannot be right is refused by name")
    void refusals() {
        try (GatePlan plan = plan()) {
            CudaRouting routing = routing(plan);
            assertRefused("numTokens", () -> routing.route(0, -1, 0, 16, 256, 16, 16, 16));
            assertRefused("numTokenNonPadded", () -> routing.route(0, 1, 2, 16, 256, 16, 16, 16));
            assertRefused("logitsRowStride", () -> routing.route(0, 1, 1, 16, 255, 16, 16, 16));
            assertRefused("logits", () -> routing.route(0, 1, 1, 0, 256, 16, 16, 16));
            assertRefused("logits", () -> routing.route(0, 1, 1, 18, 256, 16, 16, 16));
            assertRefused("bias", () -> routing.route(0, 1, 1, 16, 256, 0, 16, 16));
            assertRefused("topkIds", () -> routing.route(0, 1, 1, 16, 256, 16, 2, 16));
            assertRefused("topkWeights", () -> routing.route(0, 1, 1, 16, 256, 16, 16, 0));
        }
        try (GatePlan plan = Gpu.plan(PlanRequest.of(SPEC).withBias(null))) {
            assertRefused("bias", () -> routing(plan).route(0, 1, 1, 16, 256, 16, 16, 16));
        }
    }

    private static void assertRefused(String argument, Runnable call) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, call::run).getMessage());
        assertTrue(message.startsWith(argument + " = "), message);
    }

    @Test
    @DisplayName("is not routed by a plan that is closed")
    void closed() {
        GatePlan plan = plan();
        CudaRouting routing = routing(plan);
        plan.close();
        assertThrows(IllegalStateException.class, () -> routing.route(0, 1, 1, 16, 256, 16, 16, 16));
    }

    @Test
    @DisplayName("errors that end a context say so")
    void stickyErrors() {
        plan().close();
        String text = CudaErrors.of(CUDA_ERROR_ILLEGAL_ADDRESS);
        assertTrue(text.startsWith("CUDA_ERROR_ILLEGAL_ADDRESS (700): "), text);
        assertTrue(text.contains("the process must start anew"), text);
        assertEquals("CUDA_ERROR_INVALID_VALUE (1): invalid argument", CudaErrors.of(CUDA_ERROR_INVALID_VALUE));
    }
}
