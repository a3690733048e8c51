package org.moegate.spi;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.GateSpec;

@DisplayName("numbers of calls on what follows the gate")
class DispatchNumbersTest {

    private static final GateSpec SPEC = GateSpec.builder(64, 8).build();

    private static void assertRefused(String message, Runnable check) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, check::run).getMessage());
    }

    @Test
    @DisplayName("are taken as far as pairs can be numbered")
    void tokens() {
        assertEquals(0, DispatchNumbers.pairs(SPEC, 0));
        assertEquals(2_147_483_640, DispatchNumbers.pairs(SPEC, 268_435_455));
        assertRefused(
                "numTokens = 268435456: must lie in 0..268435455, as pairs are numbered by int32 and a token has 8",
                () -> DispatchNumbers.pairs(SPEC, 268_435_456));
        assertRefused(
                "numTokens = -1: must lie in 0..268435455, as pairs are numbered by int32 and a token has 8",
                () -> DispatchNumbers.pairs(SPEC, -1));
    }

    @Test
    @DisplayName("are taken as far as places in blocks can be numbered")
    void blocks() {
        assertEquals(0, DispatchNumbers.sortedIds(0, 1, Integer.MAX_VALUE));
        assertEquals(2_147_483_645, DispatchNumbers.sortedIds(8, 3, (Integer.MAX_VALUE - 8) / 3 + 1));
        assertRefused(
                "blockSize = 715827881: with 8 pairs of 3 experts blocks may come to 2147483648 ids, must be at most"
                        + " 2147483647",
                () -> DispatchNumbers.sortedIds(8, 3, (Integer.MAX_VALUE - 8) / 3 + 2));
        assertRefused("blockSize = 0: must be at least 1", () -> DispatchNumbers.sortedIds(8, 3, 0));
    }

    @Test
    @DisplayName("are packed as far as ids have 16 bits")
    void packing() {
        assertDoesNotThrow(
                () -> DispatchNumbers.packable(GateSpec.builder(32_768, 2).build()));
        GateSpec shared = GateSpec.builder(32_768, 2).numFusedSharedExperts(1).build();
        assertRefused(
                "num_experts = 32769, shared ones included: packed ids have 16 bits, must be at most 32768",
                () -> DispatchNumbers.packable(shared));
    }
}
