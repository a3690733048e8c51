package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
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

    private final OpenClDevice device = Driver.device();
    private final List<cl_mem> buffers = new ArrayList<>();
    private final cl_context context = newContext();
    private final cl_command_queue queue = newQueue(context);

    private cl_context newContext() {
        cl_context_properties properties = new cl_context_properties();
        properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
        return CL.clCreateContext(properties, 1, new cl_device_id[] {device.id()}, null, null, null);
    }

    @SuppressWarnings("deprecation") // as an engine for OpenCL 1.2 does it
    private cl_command_queue newQueue(cl_context of) {
        return CL.clCreateCommandQueue(of, device.id(), 0, null);
    }

    private cl_mem buffer(cl_context of, long bytes) {
        cl_mem made = CL.clCreateBuffer(of, CL.CL_MEM_READ_WRITE, bytes, null, null);
        buffers.add(made);
        return made;
    }

    /** A buffer with some elements before and behind those of the segment. */
    private OpenClArray array(cl_context of, cl_command_queue by, MemorySegment segment, int elementBytes, int offset) {
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) segment.byteSize()).order(ByteOrder.nativeOrder());
        MemorySegment.ofBuffer(bytes).copyFrom(segment);
        cl_mem made = buffer(of, segment.byteSize() + (long) offset * elementBytes);
        CL.clEnqueueWriteBuffer(
                by, made, true, (long) offset * elementBytes, bytes.capacity(), Pointer.to(bytes), 0, null, null);
        return new OpenClArray(made, offset);
    }

    @AfterEach
    void release() {
        buffers.forEach(CL::clReleaseMemObject);
        CL.clReleaseCommandQueue(queue);
        CL.clReleaseContext(context);
    }

    private static OpenClRouting routing(GatePlan plan) {
        return plan.deviceRouting(OpenClRouting.class).orElseThrow();
    }

    /** Routes a batch from and to buffers at odd offsets, and compares each bit. */
    private void route(OpenClRouting routing, PlanRequest request, cl_context in, cl_command_queue by, long seed) {
        RandomBatch batch = new RandomBatch(request, 33, seed);
        GateSpec spec = request.spec();
        int results = batch.numTokens() * spec.topk();
        OpenClArray ids = new OpenClArray(buffer(in, (results + 3L) * Integer.BYTES), 3);
        OpenClArray weights = new OpenClArray(buffer(in, (results + 1L) * Float.BYTES), 1);
        cl_event routed = routing.route(
                by,
                batch.numTokens(),
                batch.numTokens(),
                array(in, by, batch.logits(), request.logitsDType().byteSize(), 5),
                spec.numExperts(),
                array(in, by, batch.bias(), Float.BYTES, 7),
                ids,
                weights);
        int[] idsRead = new int[results];
        float[] weightsRead = new float[results];
        cl_event[] after = {routed};
        CL.clEnqueueReadBuffer(
                by,
                ids.buffer(),
                true,
                3 * Integer.BYTES,
                (long) results * Integer.BYTES,
                Pointer.to(idsRead),
                1,
                after,
                null);
        CL.clEnqueueReadBuffer(
                by,
                weights.buffer(),
                true,
                Float.BYTES,
                (long) results * Float.BYTES,
                Pointer.to(weightsRead),
                1,
                after,
                null);
        CL.clReleaseEvent(routed);
        batch.assertSameBits(idsRead, weightsRead);
    }

    @Test
    @DisplayName("is routed in the caller's own context and queue, at any offset")
    void routes() {
        for (DType dtype : DType.values()) {
            PlanRequest request = REQUEST.withLogits(dtype);
            try (GatePlan plan = Driver.plan(request)) {
                routing(plan).prepare(queue);
                route(routing(plan), request, context, queue, 1);
            }
        }
    }

    @Test
    @DisplayName("is routed by the tiled kernel too, with scratch memory of its own for each call")
    void routesInTiles() {
        PlanRequest large = PlanRequest.of(GateSpec.builder(150_000, 3).build());
        try (GatePlan plan = Driver.plan(large)) {
            route(routing(plan), large, context, queue, 2);
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
                        route(own, plan, seed);
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

    private static void route(OpenClRoutingTest own, GatePlan plan, long seed) {
        own.route(routing(plan), REQUEST, own.context, own.queue, seed);
    }

    @Test
    @DisplayName("is left as it is by a call of no tokens, whose event comes after those it waits for")
    void zeroTokens() {
        try (GatePlan plan = Driver.plan(REQUEST)) {
            OpenClArray empty = OpenClArray.of(buffer(context, 4));
            cl_event first = routing(plan).route(queue, 0, 0, empty, 48, empty, empty, empty);
            cl_event second = routing(plan).route(queue, 0, 0, empty, 48, empty, empty, empty, first);
            assertEquals(CL.CL_SUCCESS, CL.clWaitForEvents(1, new cl_event[] {second}));
            CL.clReleaseEvent(first);
            CL.clReleaseEvent(second);
        }
    }

    @Test
    @DisplayName("that is too small, or arguments out of range, are refused before anything is enqueued")
    void badArguments() {
        try (GatePlan plan = Driver.plan(REQUEST)) {
            OpenClArray logits = OpenClArray.of(buffer(context, 2 * 48 * 4));
            OpenClArray bias = OpenClArray.of(buffer(context, 48 * 4));
            OpenClArray results = OpenClArray.of(buffer(context, 2 * 5 * 4));
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
                () -> routing(plan).route(queue, numTokens, nonPadded, logits, stride, bias, results, results));
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.startsWith(start), message);
    }

    @Test
    @DisplayName("is routed no more once the plan is closed")
    void closedPlan() {
        GatePlan plan = Driver.plan(REQUEST);
        OpenClRouting routing = routing(plan);
        routing.prepare(queue);
        plan.close();
        assertThrows(IllegalStateException.class, () -> routing.prepare(queue));
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
