package org.moegate.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.GateSpec;
import org.moegate.ModelCatalogue;

@DisplayName("an explanation")
class ExplanationTest {

    private static List<String> explain(DeviceFacts device, GateSpec spec) {
        return Explanation.of(device, spec, 64);
    }

    @Test
    @DisplayName("of kernels built for the gate has a line for small batches and one for large ones")
    void rangesOfBatches() {
        String grounds =
                "; num_experts = 256 (at most 1024), num_expert_group = 8 (at most 256), routed topk = 8 (at most 64)";
        assertEquals(
                List.of(
                        "up to 528 tokens: route_split: built for the gate, 8 warps a row that score it together"
                                + grounds,
                        "more than 528 tokens: route_rows: built for the gate, 32 lanes a row, 8 experts a lane,"
                                + " 4 warps a block" + grounds),
                explain(Gpus.HOPPER, ModelCatalogue.require("DeepSeek-V3").spec()));
    }

    @Test
    @DisplayName("of a gate whose rows are never split has one line")
    void anyBatch() {
        assertEquals(
                List.of("any number of tokens: route_rows: built for the gate, 8 lanes a row, 1 experts a lane,"
                        + " 4 warps a block; num_experts = 8 (at most 1024), num_expert_group = 1 (at most 256),"
                        + " routed topk = 2 (at most 64)"),
                explain(Gpus.HOPPER, ModelCatalogue.require("Mixtral-8x7B").spec()));
    }

    @Test
    @DisplayName("of the kernel for all gates names the limits that were exceeded, and only these")
    void tiled() {
        assertEquals(
                List.of("route_tiled: one for all gates, 512 threads a row, keys in shared memory; not one of its own,"
                        + " as num_experts = 20000 (at most 1024), routed topk = 65 (at most 64)"),
                explain(Gpus.HOPPER, GateSpec.builder(20_000, 65).build()));
        assertEquals(
                List.of("route_tiled: one for all gates, 512 threads a row, keys in global memory; not one of its own,"
                        + " as num_experts = 20000 (at most 1024)"),
                explain(Gpus.TURING, GateSpec.builder(20_000, 8).build()));
    }

    @Test
    @DisplayName("names the setting that allows for no kernel of a gate's own")
    void setting() {
        assertEquals(
                List.of("route_tiled: one for all gates, 64 threads a row, keys in shared memory; not one of its own,"
                        + " as moegate.cuda.specialisedLimit = 0"),
                Explanation.of(Gpus.HOPPER, GateSpec.builder(64, 8).build(), 0));
    }
}
