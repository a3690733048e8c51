package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.GateSpec;
import org.moegate.ModelCatalogue;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.RowsLayout;
import org.moegate.opencl.DeviceFacts.Kind;
import org.moegate.spi.Capability;

@DisplayName("the kernel table")
class KernelTableTest {

    private static final DeviceFacts GPU = device(Kind.GPU, 1024, 48 << 10);
    private static final DeviceFacts CPU = device(Kind.CPU, 4096, 512 << 10);

    private static DeviceFacts nvidia(int maxWorkGroupSize) {
        return new DeviceFacts(
                "",
                "",
                "",
                "",
                "",
                Kind.GPU,
                4,
                1 << 30,
                1 << 28,
                48 << 10,
                maxWorkGroupSize,
                false,
                12,
                Set.of("cl_nv_compiler_options"),
                List.of(),
                75);
    }

    private static DeviceFacts device(Kind kind, int maxWorkGroupSize, long localMemory) {
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
                localMemory,
                maxWorkGroupSize,
                false,
                12,
                Set.of(),
                List.of(),
                0);
    }

    @Test
    @DisplayName("gives every model of the catalogue a kernel of its own")
    void everyModelIsSpecialised() {
        for (ModelCatalogue.Model model : ModelCatalogue.models()) {
            assertEquals(KernelFamily.ROWS, KernelTable.family(GPU, model.spec()), model.name());
            assertEquals(KernelFamily.VECTORS, KernelTable.family(CPU, model.spec()), model.name());
        }
    }

    @Test
    @DisplayName("falls back on tiles where registers, the stack or work-groups are too small")
    void everythingElseIsTiled() {
        GateSpec many = GateSpec.builder(100_000, 8).build();
        GateSpec wide = GateSpec.builder(600, 300).build();
        GateSpec grouped =
                GateSpec.builder(600, 8).numExpertGroup(300).topkGroup(100).build();
        for (GateSpec spec : List.of(many, wide, grouped)) {
            assertEquals(KernelFamily.TILED, KernelTable.family(GPU, spec));
            assertEquals(KernelFamily.TILED, KernelTable.family(CPU, spec));
        }
        GateSpec small = GateSpec.builder(8, 2).build();
        assertEquals(KernelFamily.TILED, KernelTable.family(device(Kind.GPU, 31, 48 << 10), small));
        assertEquals(KernelFamily.ROWS, KernelTable.family(device(Kind.ACCELERATOR, 32, 48 << 10), small));
    }

    @Test
    @DisplayName("gives tiles no more work-items than a device has, and one on a CPU")
    void tiledLanes() {
        assertEquals(1, KernelTable.tiledLanes(CPU, GateSpec.builder(4096, 8).build()));
        assertEquals(32, KernelTable.tiledLanes(GPU, GateSpec.builder(1, 1).build()));
        assertEquals(64, KernelTable.tiledLanes(GPU, GateSpec.builder(64, 1).build()));
        assertEquals(128, KernelTable.tiledLanes(GPU, GateSpec.builder(65, 1).build()));
        assertEquals(256, KernelTable.tiledLanes(GPU, GateSpec.builder(4096, 8).build()));
        assertEquals(
                7,
                KernelTable.tiledLanes(
                        device(Kind.GPU, 7, 48 << 10), GateSpec.builder(64, 1).build()));
    }

    @Test
    @DisplayName("refuses rows that no buffer of the device holds, and says how large they are")
    void refusesRowsThatAreTooLarge() {
        assertTrue(KernelTable.supports(
                        GPU, PlanRequest.of(GateSpec.builder(1 << 24, 8).build()))
                .possible());
        Capability refusal = KernelTable.supports(
                GPU, PlanRequest.of(GateSpec.builder(1 << 27, 8).build()));
        assertFalse(refusal.possible());
        assertTrue(refusal.reason().contains("num_experts = 134217728"), refusal.reason());
        assertTrue(refusal.reason().contains("268435456"), refusal.reason());
    }

    @Test
    @DisplayName("has teams use what a device offers")
    void teams() {
        assertEquals(Team.LOCAL_MEMORY, Team.of(GPU));
        DeviceFacts withSubGroups = new DeviceFacts(
                "",
                "",
                "",
                "",
                "",
                Kind.GPU,
                4,
                1 << 30,
                1 << 28,
                48 << 10,
                1024,
                false,
                30,
                Set.of("cl_khr_subgroups"),
                List.of(),
                0);
        assertEquals(Team.SUB_GROUP, Team.of(withSubGroups));
        assertEquals(Team.WARP, Team.of(nvidia(1024)));
        assertEquals(Team.LOCAL_MEMORY, Team.of(nvidia(128)));
    }

    @Test
    @DisplayName("shares rows out to warps as the CUDA backend does, elsewhere each to one team")
    void layouts() {
        GateSpec large = GateSpec.builder(256, 8).build();
        GateSpec small = GateSpec.builder(64, 6).build();
        assertEquals(new RowsLayout(32, 8, 8, 4, 8), KernelTable.layout(nvidia(1024), large));
        assertEquals(16, KernelTable.mostSplitTokens(nvidia(1024), large));
        assertEquals(new RowsLayout(16, 4, 4, 8, 1), KernelTable.layout(nvidia(1024), small));
        assertEquals(0, KernelTable.mostSplitTokens(nvidia(1024), small));
        assertEquals(new RowsLayout(32, 2, 2, 1, 1), KernelTable.layout(GPU, small));
        assertEquals(0, KernelTable.mostSplitTokens(GPU, large));
    }

    @Test
    @DisplayName("limits registers to what so many warps can have, on devices with warps alone")
    void registers() {
        PlanRequest request = PlanRequest.of(GateSpec.builder(256, 8).build());
        assertTrue(KernelSource.specialised(KernelFamily.ROWS, nvidia(1024), request)
                .options()
                .endsWith(" -cl-nv-maxrregcount=64"));
        assertEquals(
                "-w -cl-std=CL1.2 -cl-fp32-correctly-rounded-divide-sqrt",
                KernelSource.specialised(KernelFamily.ROWS, GPU, request).options());
    }
}
