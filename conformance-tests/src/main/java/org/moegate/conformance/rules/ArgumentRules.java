package org.moegate.conformance.rules;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.conformance.Rule;
import org.moegate.conformance.cases.RandomCases;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.conformance.judge.Subject;

/** Bad arguments: each is named in an exception, and nothing is written. */
public interface ArgumentRules {

    /** Where all of them are caught. */
    String CHECK = "GatePlan checks before a worker sees the call; a backend must not be reached around it.";

    @Rule(value = "Missing memory is refused", contract = "5.5", check = CHECK)
    default void missingMemory(Subject gate) {
        spoil(gate, calls -> {
            calls.get().logits(null).isRefused("logits", NullPointerException.class);
            calls.get().topkIds(null).isRefused("topkIds", NullPointerException.class);
            calls.get().topkWeights(null).isRefused("topkWeights", NullPointerException.class);
        });
    }

    @Rule(value = "Counts and strides out of range are refused", contract = "5.5", check = CHECK)
    default void countsOutOfRange(Subject gate) {
        spoil(gate, calls -> {
            calls.get().numTokens(-1).numTokenNonPadded(0).isRefused("numTokens", IllegalArgumentException.class);
            calls.get().numTokenNonPadded(-1).isRefused("numTokenNonPadded", IllegalArgumentException.class);
            calls.get().numTokenNonPadded(8).isRefused("numTokenNonPadded", IllegalArgumentException.class);
            calls.get().logitsRowStride(31).isRefused("logitsRowStride", IllegalArgumentException.class);
            calls.get().logitsRowStride(-32).isRefused("logitsRowStride", IllegalArgumentException.class);
        });
    }

    @Rule(value = "Memory that is too small is refused", contract = "5.5", check = CHECK)
    default void memoryTooSmall(Subject gate) {
        spoil(gate, calls -> {
            calls.get()
                    .logits(shorter(calls.get().memory().logits()))
                    .isRefused("logits", IllegalArgumentException.class);
            calls.get()
                    .topkIds(shorter(calls.get().memory().topkIds()))
                    .isRefused("topkIds", IllegalArgumentException.class);
            calls.get()
                    .topkWeights(shorter(calls.get().memory().topkWeights()))
                    .isRefused("topkWeights", IllegalArgumentException.class);
            calls.get().bias(MemorySegment.ofArray(new float[31])).isRefused("bias", IllegalArgumentException.class);
            calls.get().logitsRowStride(33).isRefused("logits", IllegalArgumentException.class);
            calls.get().numTokens(Integer.MAX_VALUE).isRefused("logits", IllegalArgumentException.class);
        });
    }

    @Rule(
            value = "A bias is refused where the plan has none, and missed where it has one",
            contract = "5.5",
            check = CHECK)
    default void biasAgainstThePlan(Subject gate) {
        spoil(gate, calls -> calls.get().bias(null).isRefused("bias", IllegalArgumentException.class));
        RoutingCase without = sample().withoutBias();
        gate.withPlan(
                without.request(),
                plan -> new SpoiledCall(gate, plan, without)
                        .bias(MemorySegment.ofArray(new float[32]))
                        .isRefused("bias", IllegalArgumentException.class));
    }

    @Rule(value = "Outputs that overlap each other or an input are refused", contract = "5.5", check = CHECK)
    default void overlappingMemory(Subject gate) {
        spoil(gate, calls -> {
            SpoiledCall both = calls.get();
            both.topkWeights(both.memory().topkIds()).isRefused("topk", IllegalArgumentException.class);
            SpoiledCall input = calls.get();
            input.topkIds(input.memory().logits()).isRefused("topkIds", IllegalArgumentException.class);
        });
    }

    @Rule(value = "Read-only outputs are refused", contract = "5.5", check = CHECK)
    default void readOnlyOutputs(Subject gate) {
        spoil(gate, calls -> {
            SpoiledCall ids = calls.get();
            ids.topkIds(ids.memory().topkIds().asReadOnly()).isRefused("topkIds", IllegalArgumentException.class);
            SpoiledCall weights = calls.get();
            weights.topkWeights(weights.memory().topkWeights().asReadOnly())
                    .isRefused("topkWeights", IllegalArgumentException.class);
        });
    }

    @Rule(value = "Memory of a closed arena is refused", contract = "5.5", check = CHECK)
    default void closedMemory(Subject gate) {
        MemorySegment closed;
        try (Arena arena = Arena.ofConfined()) {
            closed = arena.allocate(1 << 12, 8);
        }
        spoil(gate, calls -> {
            calls.get().logits(closed).isRefused("logits", IllegalStateException.class);
            calls.get().topkIds(closed).isRefused("topkIds", IllegalStateException.class);
        });
    }

    @Rule(value = "Memory of another thread is refused", contract = "5.5", check = CHECK)
    default void memoryOfAnotherThread(Subject gate) throws InterruptedException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment own = arena.allocate(1 << 12, 8);
            AssertionError[] failure = new AssertionError[1];
            Thread other = new Thread(() -> {
                try {
                    spoil(gate, calls -> {
                        calls.get().logits(own).isRefused("logits", WrongThreadException.class);
                        calls.get().topkWeights(own).isRefused("topkWeights", WrongThreadException.class);
                    });
                } catch (AssertionError e) {
                    failure[0] = e;
                }
            });
            other.start();
            other.join();
            if (failure[0] != null) {
                throw failure[0];
            }
        }
    }

    @Rule(
            value = "Memory that does not lie on a multiple of its elements' size is refused",
            contract = "5.5",
            check = CHECK)
    default void misalignedMemory(Subject gate) {
        MemorySegment odd = Arena.ofAuto().allocate(1 << 12, 64).asSlice(1);
        spoil(gate, calls -> {
            calls.get().logits(odd).isRefused("logits", IllegalArgumentException.class);
            calls.get().topkIds(odd).isRefused("topkIds", IllegalArgumentException.class);
        });
        RoutingCase half = sample().withTypes(DType.F16, DType.F16);
        gate.withPlan(
                half.request(),
                plan -> new SpoiledCall(gate, plan, half)
                        .logits(odd)
                        .isRefused("logits", IllegalArgumentException.class));
    }

    private static void spoil(Subject gate, Consumer<Supplier<SpoiledCall>> spoilers) {
        RoutingCase input = sample();
        gate.withPlan(input.request(), plan -> spoilers.accept(() -> new SpoiledCall(gate, plan, input)));
    }

    private static RoutingCase sample() {
        GateSpec spec = GateSpec.builder(32, 4).build();
        return RoutingCase.of("a call spoiled in one point", spec, RandomCases.logits(131, 7, 32))
                .withBias(RandomCases.bias(131, 32));
    }

    private static MemorySegment shorter(MemorySegment segment) {
        return segment.asSlice(0, segment.byteSize() - 1);
    }
}
