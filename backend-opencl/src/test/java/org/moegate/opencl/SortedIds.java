package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jocl.CL;
import org.jocl.cl_event;
import org.moegate.Dispatch;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.reference.ReferenceDispatch;

/** Ids, counted and sorted by a device in a caller's memory as the reference counts and sorts them. */
final class SortedIds {

    private final int[] ids;
    private final int topk;
    private final int numExperts;
    private final int blockSize;

    SortedIds(int[] ids, int topk, int numExperts, int blockSize) {
        this.ids = ids;
        this.topk = topk;
        this.numExperts = numExperts;
        this.blockSize = blockSize;
    }

    void assertSorted(UnaryOperator<DeviceFacts> view, CallerMemory memory) {
        int most = (int) Dispatch.mostSortedIds(ids.length, numExperts, blockSize);
        int[] sorted = new int[most];
        int[] experts = new int[most / blockSize];
        int[] total = new int[1];
        int[] counts = new int[numExperts];
        ReferenceDispatch.alignBlockSize(
                ids.length, of(ids), numExperts, blockSize, of(sorted), of(experts), of(total), of(counts));
        int numTokens = ids.length / topk;
        PlanRequest request = PlanRequest.of(GateSpec.builder(numExperts, topk).build());
        try (GatePlan plan = Driver.plan(request, view)) {
            OpenClDispatch dispatch = plan.deviceRouting(OpenClDispatch.class).orElseThrow();
            dispatch.prepare(memory.queue());
            OpenClArray idArray = memory.array(of(ids), Integer.BYTES, 3);
            OpenClArray scratch = memory.array(dispatch.scratchInts(numTokens, numExperts), 1);
            OpenClArray sortedArray = memory.array(most, 5);
            OpenClArray expertArray = memory.array(most / blockSize, 2);
            OpenClArray totalArray = memory.array(1, 7);
            OpenClArray countArray = memory.array(numExperts, 1);
            cl_event counted =
                    dispatch.countTokens(memory.queue(), numTokens, idArray, numExperts, countArray, scratch);
            assertArrayEquals(counts, memory.ints(countArray, numExperts, counted));
            cl_event done = dispatch.alignBlockSize(
                    memory.queue(),
                    numTokens,
                    idArray,
                    numExperts,
                    blockSize,
                    sortedArray,
                    expertArray,
                    totalArray,
                    countArray,
                    scratch,
                    counted);
            assertArrayEquals(total, memory.ints(totalArray, 1, done));
            assertArrayEquals(counts, memory.ints(countArray, numExperts, done));
            assertArrayEquals(Arrays.copyOf(sorted, total[0]), memory.ints(sortedArray, total[0], done));
            assertArrayEquals(
                    Arrays.copyOf(experts, total[0] / blockSize), memory.ints(expertArray, total[0] / blockSize, done));
            CL.clReleaseEvent(counted);
            CL.clReleaseEvent(done);
        }
    }

    private static MemorySegment of(int[] ints) {
        return MemorySegment.ofArray(ints);
    }
}
