package org.moegate.conformance.broken;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.spi.BackendException;
import org.moegate.spi.Capability;
import org.moegate.spi.GateWorker;
import org.moegate.spi.Grade;

/** Gates that route a row rightly, with a fault in how they read, write, or keep what a call needs. */
final class BrokenCalls {

    private BrokenCalls() {}

    static Stream<BrokenGate> all() {
        return Stream.of(reading(), writing(), keeping(), claiming()).flatMap(List::stream);
    }

    private static List<BrokenGate> reading() {
        return List.of(
                broken("subnormal float16 read as 0", "float16Logits", "row ", request -> new Worker(request) {
                    @Override
                    float element(MemorySegment from, long at, DType dtype) {
                        float value = super.element(from, at, dtype);
                        return dtype == DType.F16 && Math.abs(value) < 0x1p-14f ? 0 : value;
                    }
                }),
                broken("the bias read in the logits' type", "everyPairOfTypes", "row ", request -> new Worker(request) {
                    @Override
                    DType biasDType() {
                        DType own = super.biasDType();
                        DType logits = request.logitsDType();
                        return logits.byteSize() == own.byteSize() ? logits : own;
                    }
                }),
                broken(
                        "the row stride taken for num_experts",
                        "rowsMayLieApart",
                        "row 1 of",
                        request -> new Worker(request) {
                            @Override
                            void route(Call call) {
                                super.route(call.withStride(request.spec().numExperts()));
                            }
                        }),
                broken(
                        "padding routed like any row",
                        "paddingRows",
                        "which is padding",
                        request -> new Worker(request) {
                            @Override
                            void route(Call call) {
                                super.route(call.withPaddingFrom(call.numTokens()));
                            }
                        }),
                broken("aligned loads", "everyAlignment", "it threw", request -> new Worker(request) {
                    @Override
                    float[] read(MemorySegment from, long first, DType dtype) {
                        if (from.address() % 16 != 0) {
                            throw new BackendException("a load wants a multiple of 16");
                        }
                        return super.read(from, first, dtype);
                    }
                }),
                broken("memory of the heap refused", "heapBytes", "native memory only", request -> new Worker(request) {
                    @Override
                    void route(Call call) {
                        if (!call.logits().isNative()) {
                            throw new BackendException("native memory only");
                        }
                        super.route(call);
                    }
                }),
                broken(
                        "confined memory given to a helper",
                        "everyArena",
                        "WrongThread",
                        request -> new Worker(request) {
                            @Override
                            void route(Call call) {
                                helped(() -> super.route(call));
                            }
                        }),
                broken("inputs mapped for writing", "readOnlyInputs", "it threw", request -> new Worker(request) {
                    @Override
                    void route(Call call) {
                        call.logits()
                                .set(ValueLayout.JAVA_BYTE, 0, call.logits().get(ValueLayout.JAVA_BYTE, 0));
                        super.route(call);
                    }
                }));
    }

    private static List<BrokenGate> writing() {
        return List.of(
                broken(
                        "the last row of a tile of 16 left out",
                        "tokenCountsAroundTiles",
                        "row 15 of 17",
                        request -> new Worker(request) {
                            @Override
                            void route(Call call) {
                                super.route(call);
                                if (call.numTokens() > 16) {
                                    // what the row before it got
                                    copyRow(call, 14, 15);
                                }
                            }
                        }),
                broken(
                        "a byte written behind the end",
                        "nothingElseIsWritten",
                        "behind its end",
                        request -> new Worker(request) {
                            @Override
                            void route(Call call) {
                                super.route(call);
                                beyond(call.topkWeights()).set(ValueLayout.JAVA_BYTE, 0, (byte) 0);
                            }
                        }),
                broken(
                        "masked columns not written",
                        "everyOutputIsWritten",
                        "was not written",
                        request -> new Worker(request) {
                            @Override
                            void write(
                                    int row,
                                    int[] ids,
                                    float[] weights,
                                    MemorySegment topkIds,
                                    MemorySegment topkWeights) {
                                if (ids[0] >= 0) {
                                    super.write(row, ids, weights, topkIds, topkWeights);
                                }
                            }
                        }),
                broken(
                        "logits overwritten by scores",
                        "inputsStayAsTheyAre",
                        "logits: byte 0 was changed",
                        request -> new Worker(request) {
                            @Override
                            void route(Call call) {
                                super.route(call);
                                call.logits().fill((byte) 0);
                            }
                        }));
    }

    private static List<BrokenGate> keeping() {
        return List.of(
                broken(
                        "the first bias kept for later calls",
                        "earlierCallsLeaveNoTrace",
                        "row ",
                        request -> new Worker(request) {
                            private float @Nullable [] kept;

                            @Override
                            float[] read(MemorySegment from, long first, DType dtype) {
                                boolean isBias = from.byteSize()
                                        == (long) request.spec().numExperts()
                                                * biasDType().byteSize();
                                if (!isBias) {
                                    return super.read(from, first, dtype);
                                }
                                kept = kept == null ? super.read(from, first, dtype) : kept;
                                return kept;
                            }
                        }),
                broken(
                        "every 50th call loses a race",
                        "repeatedCallsReturnTheSame",
                        "row 0 of",
                        request -> new Worker(request) {
                            private int calls;

                            @Override
                            void route(Call call) {
                                super.route(call);
                                if (++calls % 50 == 0 && call.numTokens() > 1) {
                                    copyRow(call, 1, 0);
                                }
                            }
                        }),
                broken(
                        "rows that depend on their place",
                        "rowsDoNotDependOnTheirBatch",
                        "row ",
                        request -> new Worker(request) {
                            @Override
                            void write(
                                    int row,
                                    int[] ids,
                                    float[] weights,
                                    MemorySegment topkIds,
                                    MemorySegment topkWeights) {
                                weights[0] = row % 8 == 7 ? Math.nextUp(weights[0]) : weights[0];
                                super.write(row, ids, weights, topkIds, topkWeights);
                            }
                        }),
                new BrokenGate(
                        "scratch memory of the kernel",
                        "concurrentCallsOfOnePlan",
                        "caller ",
                        new StepwiseProvider(BrokenCalls::sharingScratch, Grade.BIT_EXACT, Capability.yes())),
                new BrokenGate(
                        "kernels looked up by their experts alone",
                        "plansLiveSideBySide",
                        "plan ",
                        new StepwiseProvider(new Lookup(), Grade.BIT_EXACT, Capability.yes())),
                broken("arrays made in every call", "callsAllocateNothing", "a warm call allocates", Worker::new),
                broken(
                        "batches larger than the first refused",
                        "batchesOfAnySizeInTurn",
                        "room for",
                        request -> new Worker(request) {
                            private int room;

                            @Override
                            void route(Call call) {
                                room = room == 0 ? call.numTokens() : room;
                                if (call.numTokens() > room) {
                                    throw new BackendException("room for " + room + " tokens");
                                }
                                super.route(call);
                            }
                        }));
    }

    private static List<BrokenGate> claiming() {
        return List.of(new BrokenGate(
                "a request taken that does not compile",
                "supportedRequestsCompile",
                "no kernel for",
                new StepwiseProvider(
                        request -> {
                            throw new BackendException("no kernel for " + request.spec());
                        },
                        Grade.BIT_EXACT,
                        Capability.yes())));
    }

    private static BrokenGate broken(
            String fault, String rule, String seen, Function<PlanRequest, GateWorker> workers) {
        return new BrokenGate(fault, rule, seen, StepwiseProvider.of(workers));
    }

    /** Workers that keep a row's scores in one and the same place. */
    private static Supplier<GateWorker> sharingScratch(PlanRequest request) {
        float[] shared = new float[request.spec().numExperts()];
        StepwiseGate gate = new StepwiseGate() {
            @Override
            float[] scores(GateSpec spec, float[] logits) {
                System.arraycopy(super.scores(spec, logits), 0, shared, 0, shared.length);
                return shared;
            }
        };
        return () -> new StepwiseWorker(request, gate);
    }

    /** Gives a request the kernel of an earlier one with as many experts. */
    private static final class Lookup implements Function<PlanRequest, Supplier<GateWorker>> {

        private final Map<Integer, PlanRequest> byExperts = new ConcurrentHashMap<>();

        @Override
        public Supplier<GateWorker> apply(PlanRequest request) {
            PlanRequest first = byExperts.computeIfAbsent(request.spec().numExperts(), experts -> request);
            return () -> new Worker(first);
        }
    }

    private static void copyRow(Call call, int from, int to) {
        long bytes = call.topkIds().byteSize() / call.numTokens();
        for (MemorySegment output : List.of(call.topkIds(), call.topkWeights())) {
            MemorySegment.copy(output, from * bytes, output, to * bytes, bytes);
        }
    }

    /** The memory right behind a native segment, which is a guard's. */
    @SuppressWarnings("restricted") // to write where nobody should
    private static MemorySegment beyond(MemorySegment segment) {
        return MemorySegment.ofAddress(segment.address() + segment.byteSize()).reinterpret(1);
    }

    private static void helped(Runnable work) {
        List<RuntimeException> thrown = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        Thread.ofPlatform().start(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                thrown.add(e);
            } finally {
                done.countDown();
            }
        });
        try {
            done.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (!thrown.isEmpty()) {
            throw thrown.getFirst();
        }
    }

    /** A worker whose calls come as one object. */
    private static class Worker extends StepwiseWorker {

        Worker(PlanRequest request) {
            super(request, new StepwiseGate());
        }

        @Override
        public final void route(
                int numTokens,
                int numTokenNonPadded,
                MemorySegment logits,
                long logitsRowStride,
                @Nullable MemorySegment bias,
                MemorySegment topkIds,
                MemorySegment topkWeights) {
            route(new Call(numTokens, numTokenNonPadded, logits, logitsRowStride, bias, topkIds, topkWeights));
        }

        void route(Call call) {
            super.route(
                    call.numTokens,
                    call.numTokenNonPadded,
                    call.logits,
                    call.logitsRowStride,
                    call.bias,
                    call.topkIds,
                    call.topkWeights);
        }
    }

    /** The arguments of a call. */
    private record Call(
            int numTokens,
            int numTokenNonPadded,
            MemorySegment logits,
            long logitsRowStride,
            @Nullable MemorySegment bias,
            MemorySegment topkIds,
            MemorySegment topkWeights) {

        Call withStride(long stride) {
            return new Call(numTokens, numTokenNonPadded, logits, stride, bias, topkIds, topkWeights);
        }

        Call withPaddingFrom(int row) {
            return new Call(numTokens, row, logits, logitsRowStride, bias, topkIds, topkWeights);
        }
    }
}
