package org.moegate.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.spi.Capability;

@DisplayName("the kernel table")
class KernelTableTest {

    private static GateSpec gate(int experts, int topk) {
        return GateSpec.builder(experts, topk).build();
    }

    @Test
    @DisplayName("starts kernels early that leave half of the device free, or hardly any of it")
    void earlyStarts() {
        assertTrue(KernelTable.startsEarly(Gpus.HOPPER, 1, 100));
        assertTrue(KernelTable.startsEarly(Gpus.HOPPER, 50, 100));
        assertFalse(KernelTable.startsEarly(Gpus.HOPPER, 51, 100));
        assertFalse(KernelTable.startsEarly(Gpus.HOPPER, 90, 100));
        assertTrue(KernelTable.startsEarly(Gpus.HOPPER, 91, 100));
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
