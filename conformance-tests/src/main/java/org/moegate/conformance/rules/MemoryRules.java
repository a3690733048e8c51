package org.moegate.conformance.rules;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.function.BiConsumer;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.conformance.Rule;
import org.moegate.conformance.cases.CallMemory;
import org.moegate.conformance.cases.MemoryAllocator;
import org.moegate.conformance.cases.RandomCases;
import org.moegate.conformance.cases.Routing;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.conformance.judge.Subject;

/** The caller's memory: every kind of it, and nothing of it touched that is not an output. */
public interface MemoryRules {

    @Rule(
            value = "Every element of the outputs is written",
            contract = "4.1",
            check = "Columns of masked or shared experts, padding rows, the last row.")
    default void everyOutputIsWritten(Subject gate) {
        int unwritten = 0x01010101 * Byte.toUnsignedInt(CallMemory.GUARD);
        inMemory(gate, MemoryAllocator.NATIVE, 0, (input, memory) -> {
            Routing routing = memory.routing();
            for (int row = 0; row < input.numTokens(); row++) {
                for (int column = 0; column < input.spec().topk(); column++) {
                    if (routing.idsOf(row)[column] == unwritten
                            || Float.floatToRawIntBits(routing.weightsOf(row)[column]) == unwritten) {
                        throw gate.failure(input, "row " + row + ", column " + column + " was not written");
                    }
                }
            }
        });
    }

    @Rule(
            value = "Nothing is written before or behind the outputs",
            contract = "4.2",
            check = "Vector stores at a row's end, and the last rows of a tile.")
    default void nothingElseIsWritten(Subject gate) {
        inMemory(gate, MemoryAllocator.NATIVE, 0, (input, memory) -> requireNothing(gate, input, memory.damage()));
    }

    @Rule(
            value = "Inputs are never changed",
            contract = "4.3",
            check = "Scratch memory that is the caller's: logits overwritten by scores, chosen ones by -infinity.")
    default void inputsStayAsTheyAre(Subject gate) {
        inMemory(
                gate,
                MemoryAllocator.NATIVE,
                0,
                (input, memory) -> requireNothing(gate, input, memory.changedInputs()));
    }

    @Rule(
            value = "Native memory may start at any multiple of its elements' size",
            contract = "4.4",
            check = "Wide loads and stores, which want 16 or 64 bytes: engines have 4 and 8, and 2 for 16-bit logits.")
    default void everyAlignment(Subject gate) {
        for (int offset : new int[] {2, 4, 6, 8, 12, 16, 32}) {
            inMemory(gate, MemoryAllocator.NATIVE, offset, judged(gate));
        }
    }

    @Rule(
            value = "Memory may be a slice of an array of floats",
            contract = "4.4",
            check = "Heap segments: base object and offset, of float[] for ids too.")
    default void heapFloats(Subject gate) {
        for (int offset : new int[] {0, 4, 8}) {
            inMemory(gate, MemoryAllocator.HEAP_FLOATS, offset, judged(gate));
        }
    }

    @Rule(
            value = "Memory may be a slice of an array of bytes",
            contract = "4.4",
            check = "Accessors that ask for more alignment than a byte[] promises.")
    default void heapBytes(Subject gate) {
        for (int offset : new int[] {0, 2, 4, 8}) {
            inMemory(gate, MemoryAllocator.HEAP_BYTES, offset, judged(gate));
        }
    }

    @Rule(
            value = "Memory may be a slice of an array of longs",
            contract = "4.4",
            check = "Heap segments of an array type that no element has.")
    default void heapLongs(Subject gate) {
        inMemory(gate, MemoryAllocator.HEAP_LONGS, 4, judged(gate));
    }

    @Rule(value = "Arrays are taken as they are", contract = "4.4", check = "GatePlan.route with float[] and int[].")
    default void arrays(Subject gate) {
        RoutingCase input = sample(DType.F32);
        gate.withPlan(input.request(), plan -> {
            int[] ids = new int[outputs(input)];
            float[] weights = new float[outputs(input)];
            plan.route(input.numTokens(), input.logits(), input.bias(), ids, weights);
            gate.require(input, new Routing(input.spec().topk(), ids, weights));
        });
    }

    @Rule(
            value = "NIO buffers are taken from their position to their limit",
            contract = "4.4",
            check = "GatePlan.route with buffers, on the heap and direct.")
    default void buffers(Subject gate) {
        RoutingCase input = sample(DType.F32).withoutBias();
        gate.withPlan(input.request(), plan -> {
            for (boolean direct : new boolean[] {false, true}) {
                FloatBuffer logits = bytes(input.logits().length, direct).asFloatBuffer();
                logits.put(SKIPPED, input.logits());
                IntBuffer ids = bytes(outputs(input), direct).asIntBuffer();
                FloatBuffer weights = bytes(outputs(input), direct).asFloatBuffer();
                plan.route(
                        input.numTokens(),
                        logits.position(SKIPPED),
                        null,
                        ids.position(SKIPPED),
                        weights.position(SKIPPED));
                int[] idArray = new int[outputs(input)];
                float[] weightArray = new float[outputs(input)];
                ids.get(idArray);
                weights.get(weightArray);
                gate.require(input, new Routing(input.spec().topk(), idArray, weightArray));
            }
        });
    }

    @Rule(value = "Inputs may be read-only", contract = "4.4", check = "Views of the inputs that ask for write access.")
    default void readOnlyInputs(Subject gate) {
        RoutingCase input = sample(DType.F32);
        gate.withPlan(input.request(), plan -> {
            for (MemoryAllocator allocator : List.of(MemoryAllocator.NATIVE, MemoryAllocator.HEAP_BYTES)) {
                CallMemory memory = new CallMemory(input, allocator).withReadOnlyInputs();
                gate.require(input, gate.route(input, plan, memory));
            }
        });
    }

    @Rule(
            value = "Memory may be of a confined arena, a shared one, or one without end",
            contract = "4.4",
            check = "Helper threads, which cannot access a confined arena.")
    default void everyArena(Subject gate) {
        RoutingCase input = sample(DType.F32);
        gate.withPlan(input.request(), plan -> {
            try (Arena confined = Arena.ofConfined();
                    Arena shared = Arena.ofShared()) {
                for (Arena arena : List.of(confined, shared, Arena.ofAuto())) {
                    gate.check(input, plan, MemoryAllocator.of(arena));
                }
            }
        });
    }

    /** Elements before a buffer's position. */
    int SKIPPED = 3;

    /** Routes samples of every type in memory of a kind and hands the memory on. */
    private static void inMemory(
            Subject gate, MemoryAllocator allocator, int offset, BiConsumer<RoutingCase, CallMemory> after) {
        for (DType dtype : DType.values()) {
            for (RoutingCase input : List.of(sample(dtype), wide(dtype))) {
                gate.withPlan(input.request(), plan -> {
                    CallMemory memory = new CallMemory(input, allocator, offset);
                    gate.route(input, plan, memory);
                    after.accept(input, memory);
                });
            }
        }
    }

    private static BiConsumer<RoutingCase, CallMemory> judged(Subject gate) {
        return (input, memory) -> {
            gate.require(input, memory.routing());
            requireNothing(gate, input, memory.damage() + memory.changedInputs());
        };
    }

    private static void requireNothing(Subject gate, RoutingCase input, String seen) {
        if (!seen.isEmpty()) {
            throw gate.failure(input, seen);
        }
    }

    private static RoutingCase sample(DType dtype) {
        GateSpec spec = GateSpec.builder(37, 5).numFusedSharedExperts(1).build();
        return RoutingCase.of("37 experts", spec, RandomCases.logits(101, 21, 37))
                .withBias(RandomCases.bias(101, 37))
                .withTypes(dtype, dtype);
    }

    private static RoutingCase wide(DType dtype) {
        GateSpec spec = GateSpec.builder(256, 8).numExpertGroup(8).topkGroup(4).build();
        return RoutingCase.of("256 experts in 8 groups", spec, RandomCases.logits(102, 50, 256))
                .withBias(RandomCases.bias(102, 256))
                .withTypes(dtype, dtype)
                .withPaddingFrom(47);
    }

    private static int outputs(RoutingCase input) {
        return input.numTokens() * input.spec().topk();
    }

    private static ByteBuffer bytes(int count, boolean direct) {
        int size = (SKIPPED + count) * Float.BYTES;
        return (direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size)).order(ByteOrder.nativeOrder());
    }
}
