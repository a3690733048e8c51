package org.moegate.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moegate.GateSpec;
import org.moegate.ModelCatalogue;
import org.moegate.PlanRequest;
import org.moegate.spi.Capability;

@DisplayName("the kernel table")
class KernelTableTest {

    private static GateSpec gate(int experts, int topk) {
        return GateSpec.builder(experts, topk).build();
    }

    @Test
    @DisplayName("gives every model of the catalogue kernels of its own")
    void everyModelIsSpecialised() {
        for (ModelCatalogue.Model model : ModelCatalogue.models()) {
            assertTrue(KernelTable.layout(model.spec()).isPresent(), model.name());
        }
    }

    @ParameterizedTest
    @CsvSource({
        // experts, topk; lanes, keys, warps, split warps
        "1,    1,  8,  1,  4, 1",
        "32,   4,  8,  4,  4, 1",
        "33,   4,  16, 3,  8, 1",
        "64,   8,  16, 4,  8, 1",
        "65,   8,  32, 3,  4, 3",
        "256,  8,  32, 8,  4, 8",
        "288,  8,  32, 9,  4, 3",
        "384,  8,  32, 12, 4, 6",
        "416,  8,  32, 13, 4, 1",
        "896,  16, 32, 28, 4, 7",
        "1024, 64, 32, 32, 4, 8",
        // a lane for each that is chosen
        "32,   8,  8,  4,  4, 1",
        "32,   9,  16, 2,  8, 1",
        "64,   17, 32, 2,  4, 2",
        "17,   17, 32, 1,  4, 1",
        // as far as a warp has some
        "64,   64, 32, 2,  4, 2",
    })
    @DisplayName("spreads a row over lanes and warps by its experts and those chosen")
    void layouts(int experts, int topk, int lanes, int keys, int warps, int splitWarps) {
        assertEquals(
                Optional.of(new RowsLayout(lanes, keys, warps, splitWarps)), KernelTable.layout(gate(experts, topk)));
    }

    @Test
    @DisplayName("counts the experts that are chosen, not the columns of shared ones")
    void sharedExperts() {
        GateSpec shared = GateSpec.builder(256, 66).numFusedSharedExperts(2).build();
        assertTrue(KernelTable.layout(shared).isPresent());
    }

    @Test
    @DisplayName("falls back on tiles where experts, groups or those chosen are too many")
    void everythingElseIsTiled() {
        GateSpec most =
                GateSpec.builder(512, 8).numExpertGroup(256).topkGroup(8).build();
        assertTrue(KernelTable.layout(most).isPresent());
        GateSpec grouped =
                GateSpec.builder(514, 8).numExpertGroup(257).topkGroup(8).build();
        for (GateSpec spec : List.of(gate(1025, 8), gate(256, 65), grouped)) {
            assertTrue(KernelTable.layout(spec).isEmpty(), spec::toString);
        }
    }

    @Test
    @DisplayName("splits the rows of small batches where it has split kernels")
    void smallBatches() {
        RowsLayout warps = KernelTable.layout(gate(256, 8)).orElseThrow();
        assertEquals(4 * 132, KernelTable.mostSplitTokens(Gpus.HOPPER, warps));
        assertEquals(4 * 40, KernelTable.mostSplitTokens(Gpus.TURING, warps));
        RowsLayout parts = KernelTable.layout(gate(64, 8)).orElseThrow();
        assertEquals(0, KernelTable.mostSplitTokens(Gpus.HOPPER, parts));
    }

    @Test
    @DisplayName("starts kernels early that leave half of the device free, or that fill it more than once")
    void earlyStarts() {
        assertTrue(KernelTable.startsEarly(Gpus.HOPPER, 1, 100));
        assertTrue(KernelTable.startsEarly(Gpus.HOPPER, 50, 100));
        assertFalse(KernelTable.startsEarly(Gpus.HOPPER, 51, 100));
        assertFalse(KernelTable.startsEarly(Gpus.HOPPER, 100, 100));
        assertTrue(KernelTable.startsEarly(Gpus.HOPPER, 101, 100));
        assertFalse(KernelTable.startsEarly(Gpus.TURING, 1, 100));
    }

    @ParameterizedTest
    @CsvSource({"1, 64", "128, 64", "255, 64", "256, 128", "1023, 256", "1024, 512", "100000, 512"})
    @DisplayName("gives tiles whole warps, more to more experts")
    void tiledThreads(int experts, int threads) {
        assertEquals(threads, KernelTable.tiledThreads(gate(experts, 1)));
    }

    @Test
    @DisplayName("keeps the keys of tiles in shared memory as long as they fit")
    void tiledKeys() {
        // 256 bytes are the block's own; a group and a chosen expert have a key each
        int most = ((64 << 10) - 256) / Integer.BYTES - 2;
        assertTrue(KernelTable.tiledKeysFitSharedMemory(Gpus.TURING, gate(most, 1)));
        assertEquals(64 << 10, KernelTable.tiledSharedBytes(Gpus.TURING, gate(most, 1)));
        assertFalse(KernelTable.tiledKeysFitSharedMemory(Gpus.TURING, gate(most + 1, 1)));
        assertEquals(256, KernelTable.tiledSharedBytes(Gpus.TURING, gate(most + 1, 1)));
        assertTrue(KernelTable.tiledKeysFitSharedMemory(Gpus.HOPPER, gate(most + 1, 1)));
    }

    @Test
    @DisplayName("gives tiles a block a row, as far as the device and the memory for keys have room")
    void tiledBlocks() {
        assertEquals(7, KernelTable.tiledBlocks(Gpus.TURING, gate(2000, 8), 7));
        assertEquals(8 * 40, KernelTable.tiledBlocks(Gpus.TURING, gate(2000, 8), 100_000));
        GateSpec wide = gate((1 << 20) - 9, 8);
        assertEquals(4 << 20, KernelTable.keyBytes(wide));
        assertEquals(64, KernelTable.tiledBlocks(Gpus.TURING, wide, 100_000));
        assertEquals(1, KernelTable.tiledBlocks(Gpus.TURING, gate(1 << 28, 8), 100_000));
    }

    @Test
    @DisplayName("refuses rows that the device's memory does not hold, and says how large they are")
    void refusesRowsThatAreTooLarge() {
        assertTrue(KernelTable.supports(Gpus.TURING, PlanRequest.of(gate(1 << 29, 8)))
                .possible());
        Capability refusal = KernelTable.supports(Gpus.TURING, PlanRequest.of(gate(1 << 30, 8)));
        assertFalse(refusal.possible());
        assertEquals(
                "num_experts = 1073741824: a row takes 12884901988 bytes, and half of the memory on Tesla T4 is"
                        + " 8053063680",
                refusal.reason());
    }
}
