package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.GateSpec;
import org.moegate.ModelCatalogue;
import org.moegate.opencl.DeviceFacts.Kind;

@DisplayName("an explanation")
class ExplanationTest {

    private static final GateSpec DEEPSEEK =
            ModelCatalogue.require("DeepSeek-V3").spec();

    private static DeviceFacts device(Kind kind, int maxWorkGroupSize, int openClC, int computeCapability) {
        return new DeviceFacts(
                "Some device",
                "",
                "",
                "",
                "",
                kind,
                4,
                1 << 30,
                1 << 28,
                48 << 10,
                maxWorkGroupSize,
                false,
                openClC,
                Set.of("cl_khr_subgroups"),
                List.of(),
                computeCapability);
    }

    private static String explain(DeviceFacts device, GateSpec spec) {
        return Explanation.of(device, spec, 64);
    }

    @Test
    @DisplayName("of a kernel built for the gate names the limits that it keeps to")
    void specialised() {
        assertEquals(
                "vectors: built for the gate, a work-item a row; CPU, num_experts = 256 (at most 8192),"
                        + " num_expert_group = 8 (at most 256), routed topk = 8 (at most 256)",
                explain(device(Kind.CPU, 4096, 12, 0), DEEPSEEK));
        assertEquals(
                "rows: built for the gate, 32 work-items a row, or up to 16 tokens 256, that exchange values through"
                        + " warp instructions; GPU, num_experts = 256 (at most 1024), num_expert_group = 8 (at most 256),"
                        + " routed topk = 8 (at most 64), work-group size = 1024 (at least 32)",
                explain(device(Kind.GPU, 1024, 12, 90), DEEPSEEK));
    }

    @Test
    @DisplayName("of rows names what work-items exchange values through")
    void teams() {
        String local = explain(device(Kind.ACCELERATOR, 1024, 12, 0), DEEPSEEK);
        assertTrue(local.contains("exchange values through local memory; accelerator, "), local);
        assertTrue(local.contains(" 32 work-items a row that "), local);
        String subGroups = explain(device(Kind.GPU, 1024, 30, 0), DEEPSEEK);
        assertTrue(subGroups.contains("exchange values through sub-group functions; GPU, "), subGroups);
    }

    @Test
    @DisplayName("of small gates names the part of a warp that a row has")
    void partsOfWarps() {
        String line =
                explain(device(Kind.GPU, 1024, 12, 90), GateSpec.builder(64, 6).build());
        assertTrue(line.startsWith("rows: built for the gate, 16 work-items a row that "), line);
    }

    @Test
    @DisplayName("of the kernel for all gates names the limits that were exceeded, and only these")
    void tiled() {
        GateSpec many = GateSpec.builder(100_000, 8).build();
        assertEquals(
                "tiled: one for all gates, a work-item a row, keys in global memory;"
                        + " not vectors, as num_experts = 100000 (at most 8192)",
                explain(device(Kind.CPU, 4096, 12, 0), many));
        assertEquals(
                "tiled: one for all gates, up to 16 work-items a row, keys in local memory;"
                        + " not rows, as routed topk = 65 (at most 64), work-group size = 16 (at least 32)",
                explain(device(Kind.GPU, 16, 12, 0), GateSpec.builder(128, 65).build()));
    }

    @Test
    @DisplayName("names the setting that allows for no kernel of a gate's own")
    void setting() {
        String line = Explanation.of(device(Kind.GPU, 1024, 12, 90), DEEPSEEK, 0);
        assertTrue(line.startsWith("tiled: "), line);
        assertTrue(line.endsWith("; not rows, as moegate.opencl.specialisedLimit = 0"), line);
    }
}
