package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jocl.CL;
import org.jocl.cl_event;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moegate.ExpertMap;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.reference.ReferenceDispatch;

@DisplayName("ids on the device")
class OpenClDispatchTest {

    private static final int EXPERTS = 70;
    private static final int TOPK = 5;
    private static final int TOKENS = 300;
    private static final int PAIRS = TOKENS * TOPK;
    private static final PlanRequest REQUEST =
            PlanRequest.of(GateSpec.builder(EXPERTS, TOPK).build());

    private final int[] ids = new Random(1).ints(PAIRS, -2, EXPERTS + 1).toArray();

    /** As it is, and as a GPU, whose kernels are others. */
    static Stream<Named<UnaryOperator<DeviceFacts>>> views() {
        return Stream.of(
                Named.of("this device", UnaryOperator.identity()),
                Named.of("a GPU of small work-groups", Pretence::smallGpu));
    }

    private static OpenClDispatch dispatch(GatePlan plan) {
        return plan.deviceRouting(OpenClDispatch.class).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("views")
    @DisplayName("are counted and sorted behind what the caller names, in a queue without order")
    void sorted(UnaryOperator<DeviceFacts> view) {
        assertSorted(view, ids, 16);
    }

    @ParameterizedTest
    @MethodSource("views")
    @DisplayName("are sorted to the last place that the caller has")
    void fillAll(UnaryOperator<DeviceFacts> view) {
        assertSorted(view, new Random(2).ints(PAIRS, 0, EXPERTS).toArray(), 1);
    }

    private static void assertSorted(UnaryOperator<DeviceFacts> view, int[] ids, int blockSize) {
        try (CallerMemory memory = new CallerMemory(CL.CL_QUEUE_OUT_OF_ORDER_EXEC_MODE_ENABLE)) {
            new SortedIds(ids, TOPK, EXPERTS, blockSize).assertSorted(view, memory);
        }
    }

    @Test
    @DisplayName("are replaced by those of replicas")
    void mapped() {
        int[][] replicas = new int[EXPERTS][];
        for (int expert = 0; expert < EXPERTS; expert++) {
            replicas[expert] = expert % 3 == 0 ? new int[] {expert, 100 + expert} : new int[] {200 + expert};
        }
        ExpertMap map = ExpertMap.of(replicas);
        int[] expected = new int[PAIRS];
        ReferenceDispatch.mapExperts(TOKENS, TOPK, of(ids), map, of(expected));
        try (GatePlan plan = Driver.plan(REQUEST);
                CallerMemory memory = new CallerMemory()) {
            OpenClArray physical = memory.array(PAIRS, 1);
            cl_event done = dispatch(plan)
                    .mapExperts(
                            memory.queue(),
                            TOKENS,
                            memory.array(of(ids), Integer.BYTES, 3),
                            EXPERTS,
                            map.mostReplicas(),
                            memory.array(of(map.logicalToPhysical()), Integer.BYTES, 1),
                            memory.array(of(map.logicalReplicaCounts()), Integer.BYTES, 0),
                            physical);
            assertArrayEquals(expected, memory.ints(physical, PAIRS, done));
            CL.clReleaseEvent(done);
        }
    }

    @Test
    @DisplayName("are packed with their weights")
    void packed() {
        float[] weights = new float[PAIRS];
        for (int pair = 0; pair < PAIRS; pair++) {
            weights[pair] = 1f / (1 + pair);
        }
        int[] expected = new int[PAIRS];
        ReferenceDispatch.pack(PAIRS, of(ids), MemorySegment.ofArray(weights), of(expected));
        try (GatePlan plan = Driver.plan(REQUEST);
                CallerMemory memory = new CallerMemory()) {
            OpenClArray result = memory.array(PAIRS, 1);
            cl_event done = dispatch(plan)
                    .pack(
                            memory.queue(),
                            TOKENS,
                            memory.array(of(ids), Integer.BYTES, 3),
                            memory.array(MemorySegment.ofArray(weights), Float.BYTES, 2),
                            result);
            assertArrayEquals(expected, memory.ints(result, PAIRS, done));
            CL.clReleaseEvent(done);
        }
    }

    @Test
    @DisplayName("of no tokens leave counts of 0, and an event in any case")
    void noTokens() {
        try (GatePlan plan = Driver.plan(REQUEST, Pretence::smallGpu);
                CallerMemory memory = new CallerMemory()) {
            OpenClArray counts = memory.array(EXPERTS, 0);
            OpenClArray some = memory.array(1, 0);
            cl_event counted =
                    dispatch(plan).countTokens(memory.queue(), 0, some, EXPERTS, counts, memory.array(EXPERTS, 0));
            assertArrayEquals(new int[EXPERTS], memory.ints(counts, EXPERTS, counted));
            cl_event packed = dispatch(plan).pack(memory.queue(), 0, some, some, some, counted);
            assertEquals(CL.CL_SUCCESS, CL.clWaitForEvents(1, new cl_event[] {packed}));
            CL.clReleaseEvent(counted);
            CL.clReleaseEvent(packed);
        }
    }

    @Test
    @DisplayName("in too small a buffer, and numbers out of range, are refused by name")
    void refusals() {
        try (GatePlan plan = Driver.plan(REQUEST);
                CallerMemory memory = new CallerMemory()) {
            OpenClDispatch dispatch = dispatch(plan);
            OpenClArray large = memory.array(1 << 16, 0);
            OpenClArray small = OpenClArray.of(memory.buffer(4 * Integer.BYTES));
            assertRefused("numTokens", () -> dispatch.countTokens(memory.queue(), -1, large, 9, large, large));
            assertRefused("numExperts", () -> dispatch.countTokens(memory.queue(), 9, large, 0, large, large));
            assertRefused("topkIds", () -> dispatch.countTokens(memory.queue(), 9, small, 9, large, large));
            assertRefused("tokensPerExpert", () -> dispatch.countTokens(memory.queue(), 9, large, 9, small, large));
            assertRefused("scratch", () -> dispatch.countTokens(memory.queue(), 9, large, 9, large, small));
            assertRefused("blockSize", () -> align(dispatch, memory, 0, large, large));
            assertRefused("sortedTokenIds", () -> align(dispatch, memory, 4, small, large));
            assertRefused("expertIds", () -> align(dispatch, memory, 4, large, small));
            assertRefused(
                    "logicalToPhysical",
                    () -> dispatch.mapExperts(memory.queue(), 9, large, 9, 2, small, large, large));
            assertRefused("packed", () -> dispatch.pack(memory.queue(), 9, large, large, small));
        }
    }

    private static void align(
            OpenClDispatch dispatch, CallerMemory memory, int block, OpenClArray sorted, OpenClArray experts) {
        OpenClArray large = memory.array(1 << 16, 0);
        dispatch.alignBlockSize(memory.queue(), 9, large, 9, block, sorted, experts, large, large, large);
    }

    private static void assertRefused(String argument, Runnable call) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, call::run).getMessage());
        assertTrue(message.startsWith(argument + " = "), message);
    }

    @Test
    @DisplayName("are left alone by a plan that is closed")
    void closed() {
        try (CallerMemory memory = new CallerMemory()) {
            GatePlan plan = Driver.plan(REQUEST);
            OpenClDispatch dispatch = dispatch(plan);
            plan.close();
            assertThrows(IllegalStateException.class, () -> dispatch.prepare(memory.queue()));
        }
    }

    private static MemorySegment of(int[] ints) {
        return MemorySegment.ofArray(ints);
    }
}
