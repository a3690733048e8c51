package org.moegate.cuda;

import static org.bytedeco.cuda.global.cudart.*;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;

@DisplayName("a routing on the GPU")
class CudaDispatchTest {

    private static final PlanRequest REQUEST =
            PlanRequest.of(GateSpec.builder(64, DispatchedBatch.TOPK).build());

    private static CudaDispatch dispatch(GatePlan plan) {
        return plan.deviceRouting(CudaDispatch.class).orElseThrow();
    }

    private static void assertDispatched(Gpu gpu, GatePlan plan, int numTokens, int numExperts, int blockSize) {
        DispatchedBatch batch = new DispatchedBatch(gpu, dispatch(plan), numTokens, numExperts, blockSize);
        batch.enqueue(dispatch(plan), gpu.stream().address());
        gpu.finish();
        batch.assertReference();
    }

    @ParameterizedTest
    @CsvSource({"0, 9, 4", "1, 8, 16", "37, 256, 64", "22, 129, 1", "3000, 17, 32", "40000, 384, 128", "513, 5000, 3"})
    @DisplayName("is counted, sorted, mapped and packed, whatever the batch and the experts")
    void dispatched(int numTokens, int numExperts, int blockSize) {
        try (Gpu gpu = Gpu.inPrimaryContext();
                GatePlan plan = Gpu.plan(REQUEST)) {
            assertDispatched(gpu, plan, numTokens, numExperts, blockSize);
        }
    }

    @Test
    @DisplayName("may be of a context of the caller's own")
    void ownContext() {
        try (Gpu gpu = Gpu.inContextOfItsOwn();
                GatePlan plan = Gpu.plan(REQUEST)) {
            assertDispatched(gpu, plan, 100, 64, 16);
        }
    }

    @Test
    @DisplayName("is dispatched on the default stream, in the context of the calling thread")
    void defaultStream() {
        try (Gpu gpu = Gpu.inPrimaryContext();
                GatePlan plan = Gpu.plan(REQUEST)) {
            DispatchedBatch batch = new DispatchedBatch(gpu, dispatch(plan), 100, 64, 16);
            batch.enqueue(dispatch(plan), 0);
            Gpu.check(cuCtxSynchronize());
            batch.assertReference();
        }
    }

    @Test
    @DisplayName("is dispatched by a graph that captured the calls, each time anew")
    void graph() {
        try (Gpu gpu = Gpu.inPrimaryContext();
                GatePlan plan = Gpu.plan(REQUEST)) {
            DispatchedBatch batch = new DispatchedBatch(gpu, dispatch(plan), 300, 64, 16);
            CUgraph_st graph = new CUgraph_st();
            Gpu.check(cuStreamBeginCapture(gpu.stream(), CU_STREAM_CAPTURE_MODE_GLOBAL));
            batch.enqueue(dispatch(plan), gpu.stream().address());
            batch.enqueue(dispatch(plan), gpu.stream().address());
            Gpu.check(cuStreamEndCapture(gpu.stream(), graph));
            CUgraphExec_st executable = new CUgraphExec_st();
            Gpu.check(cuGraphInstantiate(executable, graph, 0));
            for (int seed = 10; seed < 15; seed++) {
                batch.draw(seed);
                Gpu.check(cuGraphLaunch(executable, gpu.stream()));
                gpu.finish();
                batch.assertReference();
            }
            Gpu.check(cuGraphExecDestroy(executable));
            Gpu.check(cuGraphDestroy(graph));
        }
    }

    @Test
    @DisplayName("is dispatched on many streams by many threads at once")
    void manyStreams() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8);
                GatePlan plan = plan()) {
            CudaDispatch dispatch = dispatch(plan);
            List<Future<?>> dispatched = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int numTokens = 20 + 97 * thread;
                dispatched.add(threads.submit(() -> {
                    try (Gpu gpu = Gpu.inPrimaryContext()) {
                        DispatchedBatch batch = new DispatchedBatch(gpu, dispatch, numTokens, 100, 8);
                        for (int seed = 0; seed < 20; seed++) {
                            batch.draw(seed);
                            batch.enqueue(dispatch, gpu.stream().address());
                            gpu.finish();
                            batch.assertReference();
                        }
                    }
                }));
            }
            for (Future<?> future : dispatched) {
                future.get();
            }
        }
    }

    /** Skipped here where there is no GPU, rather than on other threads. */
    private static GatePlan plan() {
        try (Gpu gpu = Gpu.inPrimaryContext()) {
            gpu.finish();
            return Gpu.plan(REQUEST);
        }
    }

    @Test
    @DisplayName("needs no less scratch memory with more tokens or more experts")
    void scratch() {
        try (GatePlan plan = plan()) {
            CudaDispatch dispatch = dispatch(plan);
            long before = 0;
            for (int numTokens = 0; numTokens < 10_000; numTokens++) {
                long bytes = dispatch.scratchBytes(numTokens, 64);
                assertTrue(bytes >= before && bytes <= dispatch.scratchBytes(numTokens, 65), numTokens + " tokens");
                before = bytes;
            }
        }
    }

    @Test
    @DisplayName("of no tokens is not looked at")
    void zeroTokens() {
        try (Gpu gpu = Gpu.inPrimaryContext();
                GatePlan plan = Gpu.plan(REQUEST)) {
            CudaDispatch dispatch = dispatch(plan);
            long memory = gpu.allocate(1 << 10);
            long stream = gpu.stream().address();
            dispatch.countTokens(stream, 0, 0, 8, memory, memory + 512);
            dispatch.alignBlockSize(stream, 0, 0, 8, 4, 0, 0, memory + 256, memory, memory + 512);
            dispatch.mapExperts(stream, 0, 0, 0, 0, 8, 1, 0);
            dispatch.pack(stream, 0, 0, 0, 0);
            gpu.finish();
        }
    }

    @Test
    @DisplayName("that cannot be right is refused by name")
    void refusals() {
        try (GatePlan plan = plan()) {
            CudaDispatch dispatch = dispatch(plan);
            assertRefused("numTokens", () -> dispatch.scratchBytes(-1, 8));
            assertRefused("numExperts", () -> dispatch.scratchBytes(1, 0));
            assertRefused("numTokens", () -> dispatch.countTokens(0, Integer.MAX_VALUE, 16, 8, 16, 16));
            assertRefused("topkIds", () -> dispatch.countTokens(0, 1, 0, 8, 16, 16));
            assertRefused("numExperts", () -> dispatch.countTokens(0, 1, 16, 0, 16, 16));
            assertRefused("tokensPerExpert", () -> dispatch.countTokens(0, 1, 16, 8, 18, 16));
            assertRefused("scratch", () -> dispatch.countTokens(0, 1, 16, 8, 16, 0));
            assertRefused("blockSize", () -> dispatch.alignBlockSize(0, 1, 16, 8, 0, 16, 16, 16, 16, 16));
            assertRefused("blockSize", () -> dispatch.alignBlockSize(0, 1, 16, 8, 1 << 30, 16, 16, 16, 16, 16));
            assertRefused("sortedTokenIds", () -> dispatch.alignBlockSize(0, 1, 16, 8, 4, 0, 16, 16, 16, 16));
            assertRefused("expertIds", () -> dispatch.alignBlockSize(0, 1, 16, 8, 4, 16, 17, 16, 16, 16));
            assertRefused("numTokensPostPadded", () -> dispatch.alignBlockSize(0, 1, 16, 8, 4, 16, 16, 0, 16, 16));
            assertRefused("logicalToPhysical", () -> dispatch.mapExperts(0, 1, 16, 2, 16, 8, 1, 16));
            assertRefused("replicaCounts", () -> dispatch.mapExperts(0, 1, 16, 16, 0, 8, 1, 16));
            assertRefused("numLogicalExperts", () -> dispatch.mapExperts(0, 1, 16, 16, 16, 0, 1, 16));
            assertRefused("mostReplicas", () -> dispatch.mapExperts(0, 1, 16, 16, 16, 8, 0, 16));
            assertRefused("physicalIds", () -> dispatch.mapExperts(0, 1, 16, 16, 16, 8, 1, 0));
            assertRefused("topkWeights", () -> dispatch.pack(0, 1, 16, 1, 16));
            assertRefused("packed", () -> dispatch.pack(0, 1, 16, 16, 0));
        }
        GateSpec manyExperts = GateSpec.builder(1 << 16, 2).build();
        try (GatePlan plan = Gpu.plan(PlanRequest.of(manyExperts))) {
            assertRefused("num_experts", () -> dispatch(plan).pack(0, 1, 16, 16, 16));
        }
    }

    private static void assertRefused(String argument, Runnable call) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, call::run).getMessage());
        assertTrue(message.startsWith(argument + " = "), message);
    }

    @Test
    @DisplayName("is not dispatched by a plan that is closed")
    void closed() {
        GatePlan plan = plan();
        CudaDispatch dispatch = dispatch(plan);
        plan.close();
        assertThrows(IllegalStateException.class, () -> dispatch.pack(0, 1, 16, 16, 16));
    }
}
