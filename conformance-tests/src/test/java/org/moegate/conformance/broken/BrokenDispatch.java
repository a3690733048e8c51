package org.moegate.conformance.broken;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moegate.ExpertMap;
import org.moegate.PlanRequest;
import org.moegate.spi.BackendException;
import org.moegate.spi.GateWorker;

/** Gates that route rightly, with a fault in what follows. */
final class BrokenDispatch {

    private BrokenDispatch() {}

    static Stream<BrokenGate> all() {
        return Stream.of(
                broken("counters not cleared", "countsTokens", "tokens_per_expert[", request -> new Worker(request) {
                    private int @Nullable [] before;

                    @Override
                    public void countTokens(int pairs, MemorySegment ids, int experts, MemorySegment counts) {
                        super.countTokens(pairs, ids, experts, counts);
                        counts.set(
                                JAVA_INT_UNALIGNED,
                                0,
                                counts.get(JAVA_INT_UNALIGNED, 0) + (before == null ? 0 : before[0]));
                        before = counts.toArray(JAVA_INT_UNALIGNED);
                    }
                }),
                broken(
                        "pairs of an expert in falling order",
                        "sortsPairsIntoBlocks",
                        "sorted_token_ids[0] = ",
                        request -> new Worker(request) {
                            @Override
                            void sort(Sorting call) {
                                super.sort(call);
                                swapFirstTwo(call);
                            }
                        }),
                broken(
                        "shared experts left out",
                        "sortsWhatTheGateChose",
                        "tokens_per_expert[48] = ",
                        request -> new Worker(request) {
                            @Override
                            void sort(Sorting call) {
                                super.sort(call.ofExperts(
                                        Math.min(call.experts(), request.spec().numExperts())));
                            }
                        }),
                broken(
                        "ids cut to their lower 16 bits",
                        "foreignIdsTakeNoPart",
                        "num_tokens_post_padded[0] = ",
                        request -> new Worker(request) {
                            @Override
                            void sort(Sorting call) {
                                super.sort(call.ofIds(Arrays.stream(call.ids().toArray(JAVA_INT_UNALIGNED))
                                        .map(id -> (short) id)
                                        .toArray()));
                            }
                        }),
                broken("replicas by pair", "replicasTakeTurns", "physical_ids[", request -> new Worker(request) {
                    @Override
                    public void mapExperts(
                            int tokens, int topk, MemorySegment ids, ExpertMap map, MemorySegment physical) {
                        super.mapExperts(tokens * topk, 1, ids, map, physical);
                    }
                }),
                broken("the first map kept", "mapsMayChange", "physical_ids[", request -> new Worker(request) {
                    private @Nullable ExpertMap kept;

                    @Override
                    public void mapExperts(
                            int tokens, int topk, MemorySegment ids, ExpertMap map, MemorySegment physical) {
                        kept = kept == null ? map : kept;
                        super.mapExperts(tokens, topk, ids, kept, physical);
                    }
                }),
                broken("weights truncated", "packedWeightsAreRounded", "packed[", request -> new Worker(request) {
                    @Override
                    public void pack(int pairs, MemorySegment ids, MemorySegment weights, MemorySegment packed) {
                        float[] truncated = weights.toArray(JAVA_FLOAT_UNALIGNED);
                        for (int pair = 0; pair < pairs; pair++) {
                            truncated[pair] = Float.intBitsToFloat(Float.floatToRawIntBits(truncated[pair]) & -0x10000);
                        }
                        super.pack(pairs, ids, MemorySegment.ofArray(truncated), packed);
                    }
                }),
                broken(
                        "memory of the heap refused",
                        "dispatchTakesEveryMemory",
                        "native memory only",
                        request -> new Worker(request) {
                            @Override
                            void sort(Sorting call) {
                                if (!call.ids().isNative()) {
                                    throw new BackendException("native memory only");
                                }
                                super.sort(call);
                            }
                        }),
                broken(
                        "every third call loses a race",
                        "repeatedDispatchReturnsTheSame",
                        "sorted_token_ids[",
                        request -> new Worker(request) {
                            private int calls;

                            @Override
                            void sort(Sorting call) {
                                super.sort(call);
                                if (calls++ % 3 == 0) {
                                    swapFirstTwo(call);
                                }
                            }
                        }),
                broken(
                        "an array made in every call",
                        "dispatchAllocatesNothing",
                        "calls allocate ",
                        request -> new Worker(request) {
                            @Override
                            public void countTokens(int pairs, MemorySegment ids, int experts, MemorySegment counts) {
                                super.countTokens(
                                        pairs, MemorySegment.ofArray(ids.toArray(JAVA_INT_UNALIGNED)), experts, counts);
                            }
                        }),
                broken("an empty grid launched", "nothingToDispatch", "empty grid", request -> new Worker(request) {
                    @Override
                    public void countTokens(int pairs, MemorySegment ids, int experts, MemorySegment counts) {
                        if (pairs == 0) {
                            throw new BackendException("empty grid");
                        }
                        super.countTokens(pairs, ids, experts, counts);
                    }
                }));
    }

    private static BrokenGate broken(
            String fault, String rule, String seen, Function<PlanRequest, GateWorker> workers) {
        return new BrokenGate(fault, rule, seen, StepwiseProvider.of(workers));
    }

    /** A worker whose sorting comes as one object. */
    private static class Worker extends StepwiseWorker {

        Worker(PlanRequest request) {
            super(request, new StepwiseGate());
        }

        @Override
        public final void alignBlockSize(
                int pairs,
                MemorySegment ids,
                int experts,
                int blockSize,
                MemorySegment sorted,
                MemorySegment expertIds,
                MemorySegment total,
                MemorySegment counts) {
            sort(new Sorting(pairs, ids, experts, blockSize, sorted, expertIds, total, counts));
        }

        void sort(Sorting call) {
            super.alignBlockSize(
                    call.pairs,
                    call.ids,
                    call.experts,
                    call.blockSize,
                    call.sorted,
                    call.expertIds,
                    call.total,
                    call.counts);
        }

        static void swapFirstTwo(Sorting call) {
            if (call.sorted.byteSize() >= 2 * Integer.BYTES) {
                int first = call.sorted.get(JAVA_INT_UNALIGNED, 0);
                call.sorted.set(JAVA_INT_UNALIGNED, 0, call.sorted.get(JAVA_INT_UNALIGNED, Integer.BYTES));
                call.sorted.set(JAVA_INT_UNALIGNED, Integer.BYTES, first);
            }
        }
    }

    /** The arguments of a call. */
    private record Sorting(
            int pairs,
            MemorySegment ids,
            int experts,
            int blockSize,
            MemorySegment sorted,
            MemorySegment expertIds,
            MemorySegment total,
            MemorySegment counts) {

        Sorting ofExperts(int fewer) {
            return new Sorting(pairs, ids, fewer, blockSize, sorted, expertIds, total, counts);
        }

        Sorting ofIds(int[] others) {
            return new Sorting(
                    pairs, MemorySegment.ofArray(others), experts, blockSize, sorted, expertIds, total, counts);
        }
    }
}
