package org.moegate.conformance.rules;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.ModelCatalogue;
import org.moegate.conformance.Rule;
import org.moegate.conformance.cases.MemoryAllocator;
import org.moegate.conformance.cases.RandomCases;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.conformance.judge.Subject;

/** Numbers of tokens, experts, groups and columns. */
public interface ShapeRules {

    @Rule(
            value = "Batches of any number of tokens are routed to their last row",
            contract = "1.1",
            check = "The last, partly filled tile, block or vector.")
    default void tokenCountsAroundTiles(Subject gate) {
        int[] counts = IntStream.concat(
                        IntStream.rangeClosed(1, 70),
                        IntStream.of(127, 128, 129, 255, 256, 257, 511, 512, 513, 1023, 1025, 2049))
                .toArray();
        for (GateSpec spec : List.of(
                GateSpec.builder(64, 6).build(),
                GateSpec.builder(100, 4).numExpertGroup(4).topkGroup(2).build())) {
            RoutingCase most = RoutingCase.of("many tokens", spec, RandomCases.logits(91, 2049, spec.numExperts()));
            for (int count : counts) {
                gate.check(most.rows(0, count));
            }
        }
    }

    @Rule(value = "A single token is routed, whatever the gate", contract = "1.1", check = "Paths for small batches.")
    default void oneToken(Subject gate) {
        for (int experts : new int[] {1, 2, 8, 60, 64, 128, 160, 256, 384, 512, 896}) {
            GateSpec spec = GateSpec.builder(experts, Math.min(8, experts)).build();
            gate.check(RoutingCase.of("one token", spec, RandomCases.logits(92, 1, experts)));
        }
    }

    @Rule(
            value = "Every gate of the catalogue of models is routed",
            contract = "1.12",
            check = "Kernels chosen by shape: the one for this model.")
    default void everyModel(Subject gate) {
        for (ModelCatalogue.Model model : ModelCatalogue.models()) {
            GateSpec spec = model.spec();
            RoutingCase rows = RoutingCase.of(model.name(), spec, RandomCases.logits(93, 17, spec.numExperts()))
                    .withBias(RandomCases.bias(93, spec.numExperts()));
            for (DType dtype : DType.values()) {
                gate.check(rows.withTypes(dtype, DType.F32));
            }
        }
    }

    @Rule(
            value = "Any number of experts up to 1024, in any groups up to 64, with any topk up to 64",
            contract = "1.12",
            check = "Limits on shapes, and remainders of tiles and vectors.")
    @Order(Integer.MAX_VALUE)
    default void sweepOfShapes(Subject gate) {
        Sweep.shapes(gate.effort().shapes()).forEach(spec -> {
            int seed = spec.hashCode();
            gate.check(RoutingCase.of("a shape of the sweep", spec, RandomCases.logits(seed, 2, spec.numExperts()))
                    .withBias(RandomCases.bias(seed, spec.numExperts())));
        });
    }

    @Rule(
            value = "Thousands of experts are routed",
            contract = "1.12",
            check = "Scratch memory of a fixed size, indices of 8 or 10 bits.")
    default void thousandsOfExperts(Subject gate) {
        for (int experts : new int[] {1025, 1536, 2048, 4096, 5000}) {
            gate.check(random(GateSpec.builder(experts, 8).build()));
        }
        gate.check(random(
                GateSpec.builder(4096, 16).numExpertGroup(16).topkGroup(5).build()));
    }

    @Rule(
            value = "As many columns as there are experts",
            contract = "1.5",
            check = "Limits on topk, such as 8 or 32, and a search that runs out of candidates.")
    default void allExpertsChosen(Subject gate) {
        for (int experts : new int[] {1, 3, 16, 33, 64, 100, 256, 300}) {
            gate.check(random(GateSpec.builder(experts, experts).build()));
        }
    }

    @Rule(
            value = "One plan serves batches of any size, one after the other",
            contract = "5.2",
            check = "Buffers that grow with the first batch and are too small for the next.")
    default void batchesOfAnySizeInTurn(Subject gate) {
        GateSpec spec = GateSpec.builder(72, 6).build();
        RoutingCase most = RoutingCase.of("batches in turn", spec, RandomCases.logits(94, 3000, 72));
        gate.withPlan(most.request(), plan -> {
            for (int count : new int[] {1, 3000, 2, 999, 17, 2999, 1}) {
                RoutingCase batch = most.rows(3000 - count, 3000);
                gate.check(batch, plan, MemoryAllocator.HEAP_BYTES);
            }
        });
    }

    private static RoutingCase random(GateSpec spec) {
        return RoutingCase.of("random rows", spec, RandomCases.logits(95, 5, spec.numExperts()));
    }
}
