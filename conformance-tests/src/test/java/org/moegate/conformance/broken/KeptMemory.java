package org.moegate.conformance.broken;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.PlanRequest;
import org.moegate.spi.GateWorker;

/** Gates that know memory again by where it lies, and take it that nobody has written there since. */
final class KeptMemory {

    private KeptMemory() {}

    static Stream<BrokenGate> all() {
        return Stream.of(
                broken(
                        "a native bias widened once and kept by its address",
                        "biasMayChangeInPlace",
                        "row 0 of 3",
                        request -> new KeepsBias(request, true)),
                broken(
                        "a bias on the heap widened once and kept by its array",
                        "biasMayChangeInPlace",
                        "row 0 of 3",
                        request -> new KeepsBias(request, false)),
                broken("a routing kept for the same logits", "logitsMayChangeInPlace", "row 1 of 3", KeepsRouting::new),
                broken(
                        "counts kept for the same ids",
                        "dispatchInputsMayChangeInPlace",
                        "tokens_per_expert[",
                        KeepsCounts::new));
    }

    private static BrokenGate broken(
            String fault, String rule, String seen, Function<PlanRequest, GateWorker> workers) {
        return new BrokenGate(fault, rule, seen, StepwiseProvider.of(workers));
    }

    /** An array, or an address. */
    private static Object place(MemorySegment segment) {
        return segment.heapBase().orElse(segment.address());
    }

    private static final class KeepsBias extends ReferenceWorker {

        private final Map<Object, float[]> kept = new HashMap<>();
        private final boolean ofNative;

        KeepsBias(PlanRequest request, boolean ofNative) {
            super(request);
            this.ofNative = ofNative;
        }

        @Override
        void readBias(MemorySegment bias, DType dtype, float[] to) {
            if (bias.isNative() != ofNative) {
                super.readBias(bias, dtype, to);
                return;
            }
            float[] widened = kept.computeIfAbsent(place(bias), place -> {
                super.readBias(bias, dtype, to);
                return to.clone();
            });
            System.arraycopy(widened, 0, to, 0, to.length);
        }
    }

    /** Answers logits that lie where others lay as it answered those. */
    private static final class KeepsRouting extends ReferenceWorker {

        private record Answer(MemorySegment ids, MemorySegment weights) {}

        private final Map<Object, Answer> kept = new HashMap<>();

        KeepsRouting(PlanRequest request) {
            super(request);
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
            Answer known = kept.get(place(logits));
            if (known != null && known.ids.byteSize() == topkIds.byteSize()) {
                topkIds.copyFrom(known.ids);
                topkWeights.copyFrom(known.weights);
                return;
            }
            super.route(numTokens, numTokenNonPadded, logits, logitsRowStride, bias, topkIds, topkWeights);
            kept.put(place(logits), new Answer(copy(topkIds), copy(topkWeights)));
        }

        private static MemorySegment copy(MemorySegment output) {
            return MemorySegment.ofArray(output.toArray(JAVA_INT_UNALIGNED));
        }
    }

    private static final class KeepsCounts extends ReferenceWorker {

        private final Map<Object, int[]> kept = new HashMap<>();

        KeepsCounts(PlanRequest request) {
            super(request);
        }

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
            int[] known = kept.computeIfAbsent(place(ids), place -> counts.toArray(JAVA_INT_UNALIGNED));
            MemorySegment.copy(known, 0, counts, JAVA_INT_UNALIGNED, 0, known.length);
        }
    }
}
