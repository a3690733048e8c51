package org.moegate.conformance.rules;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;
import org.moegate.DType;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.conformance.Rule;
import org.moegate.conformance.cases.DispatchCase;
import org.moegate.conformance.cases.DispatchMemory;
import org.moegate.conformance.cases.Elements;
import org.moegate.conformance.cases.MemoryAllocator;
import org.moegate.conformance.cases.RandomCases;
import org.moegate.conformance.cases.Routing;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.conformance.cases.SparseMemory;
import org.moegate.conformance.judge.Subject;

/** Batches that 16 bits do not count, and rows that 32 bits do not reach. */
public interface LargeBatchRules {

    @Rule(
            value = "A batch may have more rows than 16 bits count",
            contract = "1.12",
            check = "Row numbers and grids in 16 bits: a grid's second and third dimension end at 65,535 blocks.")
    default void moreRowsThan16BitsCount(Subject gate) {
        GateSpec spec = GateSpec.builder(8, 2).build();
        RoutingCase most = RoutingCase.of("rows that all differ", spec, RandomCases.logits(181, MOST_ROWS, 8));
        LongRun time = new LongRun(gate);
        gate.withPlan(most.request(), plan -> {
            for (int count : ROW_COUNTS) {
                if (time.isOver()) {
                    gate.leaveOut("batches of " + count + " rows: time was up");
                } else {
                    gate.check(most.rows(0, count), plan, MemoryAllocator.NATIVE);
                }
            }
        });
    }

    @Rule(
            value = "What follows the gate takes more pairs than 16 bits count",
            contract = "8.2",
            check = "Numbers of pairs and tokens in 16 bits, and grids of more than 65,535 blocks.")
    default void morePairsThan16BitsCount(Subject gate) {
        DispatchCase input = DispatchCase.drawn(182, MOST_ROWS, 2, 9, 16);
        gate.withPlan(
                PlanRequest.of(input.spec()),
                plan -> new DispatchRound(gate, input, 2)
                        .run(plan, new DispatchMemory(input, new float[input.numPairs()], MemoryAllocator.NATIVE, 0)));
    }

    @Rule(
            value = "Rows may lie gigabytes apart",
            contract = "1.12",
            check = "Offsets of rows in 32 bits: row times stride overflows an int, in elements or in bytes.",
            skipped = "No sparse memory of 16 GiB can be had in the temporary folder.")
    default void rowsMayLieGigabytesApart(Subject gate) {
        try (SparseMemory memory = new SparseMemory(FAR_BYTES)) {
            for (DType dtype : DType.values()) {
                for (long stride : STRIDES) {
                    RoutingCase input = RoutingCase.of(
                                    "rows that lie " + stride + " elements apart",
                                    GateSpec.builder(16, 3).build(),
                                    RandomCases.logits(183, rows(stride), 16))
                            .withTypes(dtype, dtype);
                    gate.withPlan(
                            input.request(),
                            plan -> gate.require(input, gate.told(input, () -> route(plan, input, stride, memory))));
                }
            }
        }
    }

    /** More than 16 bits count, by more than a tile; and more than 17 bits do. */
    List<Integer> ROW_COUNTS = List.of(65_536 + 77, 131_072 + 301);

    /** The last of them. */
    int MOST_ROWS = ROW_COUNTS.getLast();

    /** Elements that rows are apart: 5 rows reach past 2^32 of them, 2 rows with a stride that is no int too. */
    List<Long> STRIDES = List.of((1L << 30) + 13, (1L << 32) + 21);

    /** What float32 rows with these strides span. */
    long FAR_BYTES = ((1L << 32) + 128) * Float.BYTES;

    private static int rows(long stride) {
        return (int) ((1L << 32) / stride) + 2;
    }

    private static Routing route(GatePlan plan, RoutingCase input, long stride, SparseMemory memory) {
        int element = input.request().logitsDType().byteSize();
        MemorySegment logits = memory.segment().asSlice(0, ((input.numTokens() - 1) * stride + 16) * element);
        IntStream.range(0, input.numTokens())
                .forEach(row -> Elements.write(
                        input.logitsRow(row),
                        input.request().logitsDType(),
                        logits.asSlice(row * stride * element, 16L * element)));
        int[] ids = new int[input.numTokens() * input.spec().topk()];
        float[] weights = new float[ids.length];
        plan.route(
                input.numTokens(),
                input.numTokens(),
                logits,
                stride,
                null,
                MemorySegment.ofArray(ids),
                MemorySegment.ofArray(weights));
        return new Routing(input.spec().topk(), ids, weights);
    }
}
