package org.moegate.conformance.rules;

import static org.moegate.conformance.rules.DispatchJudge.require;
import static org.moegate.conformance.rules.DispatchJudge.requireIntact;
import static org.moegate.conformance.rules.DispatchJudge.requireSorted;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.moegate.ExpertMap;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.conformance.Rule;
import org.moegate.conformance.cases.DispatchCase;
import org.moegate.conformance.cases.DispatchMemory;
import org.moegate.conformance.cases.MemoryAllocator;
import org.moegate.conformance.cases.RandomCases;
import org.moegate.conformance.judge.DispatchOracle;
import org.moegate.conformance.judge.Subject;

/** What follows the gate: counts, sorted pairs, replicas, packed weights. */
public interface DispatchRules {

    @Rule(
            value = "Each expert's pairs are counted",
            contract = "8.1",
            check = "Counters that are not cleared, and two lanes that add to one at once.")
    default void countsTokens(Subject gate) {
        for (DispatchCase input : routings()) {
            int[] expected = new DispatchOracle(input).tokensPerExpert();
            withPlan(gate, input, plan -> {
                DispatchMemory memory = memory(input);
                for (int call = 0; call < 2; call++) {
                    require(gate, input, "tokens_per_expert", expected, memory.countTokens(plan));
                }
                requireIntact(gate, input, memory);
            });
        }
    }

    @Rule(
            value = "Pairs are sorted by expert into whole blocks, those of one expert in the order of their numbers",
            contract = "8.2",
            check = "Atomics, which sort the pairs of an expert otherwise each time; the last block of each expert.")
    default void sortsPairsIntoBlocks(Subject gate) {
        for (DispatchCase input : routings()) {
            withPlan(gate, input, plan -> requireSorted(gate, input, plan, memory(input)));
        }
    }

    @Rule(
            value = "What the gate chose is sorted for every kind of routing: shared experts, padding, no pairs at all",
            contract = "8.2",
            check = "Ids from num_experts on, and -1.")
    default void sortsWhatTheGateChose(Subject gate) {
        GateSpec spec = GateSpec.builder(48, 7)
                .numExpertGroup(6)
                .topkGroup(3)
                .numFusedSharedExperts(1)
                .build();
        gate.withPlan(PlanRequest.of(spec).withBias(null), plan -> {
            for (int numTokenNonPadded : new int[] {0, 1, 19, 23}) {
                int[] ids = new int[23 * 7];
                plan.route(23, numTokenNonPadded, RandomCases.logits(131, 23, 48), 48, null, ids, new float[23 * 7]);
                DispatchCase input = new DispatchCase(numTokenNonPadded + " rows are no padding", 7, ids, 49, 8);
                requireSorted(gate, input, plan, memory(input));
            }
        });
    }

    @Rule(
            value =
                    "Ids that are no expert's are neither counted nor sorted, map to -1, and pack as -1 with a weight of 0",
            contract = "8.5",
            check = "Ids used as indices before they are looked at: negative ones, and those from num_experts on.")
    default void foreignIdsTakeNoPart(Subject gate) {
        int[] ids = {3, -1, 4, Integer.MIN_VALUE, 0, 5, 1 << 20, Integer.MAX_VALUE, 32767, 32768, 65536 + 2, -32768};
        DispatchCase input = new DispatchCase("ids of no expert", 2, ids, 5, 4);
        withPlan(gate, input, plan -> {
            requireSorted(gate, input, plan, memory(input));
            ExpertMap map = ExpertMap.of(new int[] {7}, new int[] {1}, new int[] {2}, new int[] {8, 9}, new int[] {3});
            int[] physical = {8, -1, 3, -1, 7, -1, -1, -1, -1, -1, -1, -1};
            require(gate, input, "physical_ids", physical, memory(input).mapExperts(plan, map));
            int none = 0xffff0000;
            int[] packed = {
                3 << 16 | 0x3f80,
                none,
                4 << 16 | 0x3f80,
                none,
                0x3f80,
                5 << 16 | 0x3f80,
                none,
                none,
                32767 << 16 | 0x3f80,
                none,
                none,
                none
            };
            require(gate, input, "packed", packed, memory(input).pack(plan));
        });
    }

    @Rule(
            value = "Replicas of an expert take the tokens in turns",
            contract = "8.3",
            check = "The token's number decides, not the pair's: modulo the replicas of this expert.")
    default void replicasTakeTurns(Subject gate) {
        for (DispatchCase input : routings()) {
            ExpertMap map = ExpertMap.of(IntStream.range(0, input.numExperts())
                    .mapToObj(logical -> IntStream.rangeClosed(0, logical * 7 % 5)
                            .map(replica -> 1000 * logical + replica)
                            .toArray())
                    .toArray(int[][]::new));
            int[] expected = IntStream.range(0, input.numPairs())
                    .map(pair -> {
                        int id = input.topkIds()[pair];
                        return id < 0 ? -1 : 1000 * id + pair / input.topk() % (id * 7 % 5 + 1);
                    })
                    .toArray();
            withPlan(gate, input, plan -> {
                DispatchMemory memory = memory(input);
                require(gate, input, "physical_ids", expected, memory.mapExperts(plan, map));
                requireIntact(gate, input, memory);
            });
        }
    }

    @Rule(
            value = "Another map takes the place of the one before",
            contract = "8.3",
            check = "A map that is kept on the device, and how it is told from the next.")
    default void mapsMayChange(Subject gate) {
        DispatchCase input = DispatchCase.drawn(132, 9, 2, 3, 1);
        withPlan(gate, input, plan -> {
            for (int first = 0; first < 20; first++) {
                ExpertMap map =
                        ExpertMap.of(new int[] {first}, new int[] {first + 1, first + 2}, new int[] {first + 3});
                int[] expected = IntStream.range(0, input.numPairs())
                        .map(pair -> physical(map, input.topkIds()[pair], pair / 2))
                        .toArray();
                require(gate, input, "physical_ids", expected, memory(input).mapExperts(plan, map));
            }
        });
    }

    private static int physical(ExpertMap map, int id, int token) {
        return id < 0 ? -1 : map.physicalExpert(id, token % map.replicas(id));
    }

    @Rule(
            value = "Packed weights are rounded to the nearest bfloat16, ties to even",
            contract = "8.4",
            check = "Truncation, the carry into the exponent and from there into the id, and NaN.")
    default void packedWeightsAreRounded(Subject gate) {
        float[] weights = new float[] {
            0f,
            -0f,
            1f,
            0x1.01p0f,
            0x1.03p0f,
            0x1.010002p0f,
            0x1.00fffep0f,
            0x1.ffp0f,
            Float.MAX_VALUE,
            Float.MIN_VALUE,
            0x1p-133f,
            0x1.8p-134f,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN,
            Float.intBitsToFloat(0xff800001)
        };
        int[] bfloat16 = {
            0, 0x8000, 0x3f80, 0x3f80, 0x3f82, 0x3f81, 0x3f80, 0x4000, 0x7f80, 0, 1, 1, 0x7f80, 0xff80, 0x7fc0, 0x7fc0
        };
        int[] ids = IntStream.range(0, weights.length).map(i -> 2047 * i).toArray();
        int[] expected = IntStream.range(0, weights.length)
                .map(i -> ids[i] << 16 | bfloat16[i])
                .toArray();
        DispatchCase input = new DispatchCase("weights at the edges", 2, ids, 32768, 1);
        withPlan(gate, input, plan -> {
            DispatchMemory memory = new DispatchMemory(input, weights, MemoryAllocator.NATIVE, 0);
            require(gate, input, "packed", expected, memory.pack(plan));
            requireIntact(gate, input, memory);
        });
    }

    @Rule(
            value = "What follows the gate takes memory of every kind, at any alignment of four bytes",
            contract = "4.4",
            check = "Copies of heap memory, and wide loads.")
    default void dispatchTakesEveryMemory(Subject gate) {
        DispatchCase input = DispatchCase.drawn(133, 37, 3, 20, 4);
        withPlan(gate, input, plan -> {
            for (MemoryAllocator allocator : List.of(
                    MemoryAllocator.NATIVE,
                    MemoryAllocator.HEAP_BYTES,
                    MemoryAllocator.HEAP_FLOATS,
                    MemoryAllocator.HEAP_LONGS)) {
                for (int offset : new int[] {0, 4, 8, 12}) {
                    requireSorted(gate, input, plan, new DispatchMemory(input, ones(input), allocator, offset));
                }
            }
        });
    }

    @Rule(
            value = "What follows the gate is the same time after time, large batches and small ones in turn",
            contract = "5.2",
            check = "Counters and scratch memory that are not cleared, races, memory that grows.")
    default void repeatedDispatchReturnsTheSame(Subject gate) {
        int topk = 4;
        gate.withPlan(PlanRequest.of(GateSpec.builder(64, topk).build()), plan -> {
            for (int i = 0; i < 12; i++) {
                DispatchCase input = DispatchCase.drawn(134 + i, i % 3 == 0 ? 1500 : 1 + i, topk, 10 + 3 * i, 1 + i);
                requireSorted(gate, input, plan, memory(input));
            }
        });
    }

    @Rule(
            value = "Once warm, what follows the gate allocates nothing on the caller's thread",
            contract = "5.6",
            check = "Arrays, boxes, iterators, and segments that are sliced anew.",
            skipped = "The JVM does not measure what a thread allocates.")
    default void dispatchAllocatesNothing(Subject gate) {
        DispatchCase input = DispatchCase.drawn(135, 50, 4, 60, 8);
        ExpertMap map =
                ExpertMap.of(IntStream.range(0, 60).mapToObj(i -> new int[] {i}).toArray(int[][]::new));
        Allocation allocation = new Allocation(gate.effort().warmUp());
        withPlan(gate, input, plan -> {
            long bytes = allocation.ofWarm(memory(input).calls(plan, map));
            if (bytes > 0) {
                throw gate.failure(input.toString(), "four calls allocate " + bytes + " bytes");
            }
        });
    }

    @Rule(
            value = "After a routing of no tokens, all counts are 0 and no block is made",
            contract = "8.1",
            check = "Launching an empty grid, and counters that nobody clears then.")
    default void nothingToDispatch(Subject gate) {
        DispatchCase input = new DispatchCase("no tokens", 2, new int[0], 9, 4);
        withPlan(gate, input, plan -> {
            DispatchMemory memory = memory(input);
            require(gate, input, "tokens_per_expert", new int[9], memory.countTokens(plan));
            requireSorted(gate, input, plan, memory(input));
            memory.mapExperts(plan, ExpertMap.of(new int[] {0}));
            memory.pack(plan);
            requireIntact(gate, input, memory);
        });
    }

    @Rule(
            value = "A bad argument of what follows the gate is refused before anything is written",
            contract = "5.5",
            check = "Dispatch checks before a worker sees the call; a backend must not be reached around it.")
    default void badDispatchIsRefused(Subject gate) {
        GateSpec spec = GateSpec.builder(16, 2).build();
        gate.withPlan(PlanRequest.of(spec), plan -> new SpoiledDispatch(gate, plan).check());
    }

    /** Blocks and batches around the sizes of warps, work-groups and chunks; experts without pairs, and all pairs of one. */
    private static List<DispatchCase> routings() {
        int[] last = new int[96];
        Arrays.fill(last, 2);
        return List.of(
                new DispatchCase("one pair", 1, new int[] {5}, 8, 16),
                new DispatchCase("all of one expert", 3, last, 4, 5),
                new DispatchCase("one expert", 1, new int[77], 1, 10),
                DispatchCase.drawn(1, 7, 8, 256, 1),
                DispatchCase.drawn(2, 64, 8, 256, 16),
                DispatchCase.drawn(3, 33, 6, 64, 64),
                DispatchCase.drawn(4, 513, 8, 384, 128),
                DispatchCase.drawn(5, 100, 16, 896, 7),
                DispatchCase.drawn(6, 3000, 2, 17, 32),
                DispatchCase.drawn(7, 300, 3, 1500, 4),
                DispatchCase.drawn(8, 40, 1, 5000, 3));
    }

    /** A plan whose gate has the case's columns. */
    private static void withPlan(Subject gate, DispatchCase input, Consumer<GatePlan> use) {
        gate.withPlan(PlanRequest.of(input.spec()), use);
    }

    private static DispatchMemory memory(DispatchCase input) {
        return new DispatchMemory(input, ones(input), MemoryAllocator.NATIVE, 0);
    }

    private static float[] ones(DispatchCase input) {
        float[] ones = new float[input.numPairs()];
        Arrays.fill(ones, 1);
        return ones;
    }
}
