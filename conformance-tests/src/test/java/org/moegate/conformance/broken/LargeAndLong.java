package org.moegate.conformance.broken;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moegate.PlanRequest;
import org.moegate.spi.GateWorker;

/** Gates that are right until a number no longer fits where they keep it. */
final class LargeAndLong {

    private LargeAndLong() {}

    static Stream<BrokenGate> all() {
        return Stream.of(
                broken(
                        "rows taken modulo 65,536",
                        "moreRowsThan16BitsCount",
                        "row 65536 of",
                        request -> new ReferenceWorker(request) {
                            @Override
                            long rowStart(int row, long logitsRowStride) {
                                return super.rowStart(row & 0xffff, logitsRowStride);
                            }
                        }),
                broken(
                        "pairs counted in 16 bits",
                        "morePairsThan16BitsCount",
                        "sorted_token_ids[",
                        request -> new ReferenceWorker(request) {
                            @Override
                            public void alignBlockSize(
                                    int pairs,
                                    MemorySegment ids,
                                    int experts,
                                    int blockSize,
                                    MemorySegment sorted,
                                    MemorySegment expertIds,
                                    MemorySegment total,
                                    MemorySegment counts) {
                                super.alignBlockSize(pairs, ids, experts, blockSize, sorted, expertIds, total, counts);
                                cutLarge(sorted, total.get(ValueLayout.JAVA_INT_UNALIGNED, 0), pairs);
                            }
                        }),
                broken(
                        "row offsets in ints, counted in elements",
                        "rowsMayLieGigabytesApart",
                        "it threw",
                        request -> new ReferenceWorker(request) {
                            @Override
                            long rowStart(int row, long logitsRowStride) {
                                return (int) super.rowStart(row, logitsRowStride);
                            }
                        }),
                broken(
                        "row offsets in 32 bits, counted in bytes",
                        "rowsMayLieGigabytesApart",
                        "row 1 of",
                        request -> new ReferenceWorker(request) {
                            @Override
                            long rowStart(int row, long logitsRowStride) {
                                int element = request.logitsDType().byteSize();
                                return (super.rowStart(row, logitsRowStride) * element & 0xffff_ffffL) / element;
                            }
                        }),
                broken("right for 32,768 calls, wrong afterwards", "manyCallsStayRight", "call 32769", WrongLater::new),
                broken(
                        "a call in 65,536 that writes nothing",
                        "manyCallsStayRight",
                        "call 65536",
                        request -> new WrongLater(request) {
                            @Override
                            boolean isWrong(int call) {
                                return call % 65_536 == 0;
                            }
                        }),
                broken(
                        "what follows the gate right for 32,768 calls, wrong afterwards",
                        "manyDispatchesStayRight",
                        "packed[",
                        WrongPacking::new));
    }

    private static BrokenGate broken(
            String fault, String rule, String seen, Function<PlanRequest, GateWorker> workers) {
        return new BrokenGate(fault, rule, seen, StepwiseProvider.of(workers));
    }

    /** Pairs come back as from where 16 bits held them; what fills blocks up stays. */
    private static void cutLarge(MemorySegment sorted, int total, int pairs) {
        for (int place = 0; place < total; place++) {
            int pair = sorted.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, place);
            if (pair != pairs) {
                sorted.setAtIndex(ValueLayout.JAVA_INT_UNALIGNED, place, pair & 0xffff);
            }
        }
    }

    private static class WrongLater extends ReferenceWorker {

        private int calls;

        WrongLater(PlanRequest request) {
            super(request);
        }

        boolean isWrong(int call) {
            return call > Short.MAX_VALUE + 1;
        }

        @Override
        public void route(
                int numTokens,
                int numTokenNonPadded,
                MemorySegment logits,
                long logitsRowStride,
                @Nullable MemorySegment bias,
                MemorySegment topkIds,
                MemorySegment topkWeights) {
            if (!isWrong(++calls)) {
                super.route(numTokens, numTokenNonPadded, logits, logitsRowStride, bias, topkIds, topkWeights);
            }
        }
    }

    private static final class WrongPacking extends ReferenceWorker {

        private int calls;

        WrongPacking(PlanRequest request) {
            super(request);
        }

        @Override
        public void pack(int pairs, MemorySegment ids, MemorySegment weights, MemorySegment packed) {
            if (++calls <= Short.MAX_VALUE + 1) {
                super.pack(pairs, ids, weights, packed);
            }
        }
    }
}
