package org.moegate.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.GateSpec;

@DisplayName("numbers of calls on what follows the gate")
class DispatchCallChecksTest {

    private static final DispatchCallChecks CHECKS =
            new DispatchCallChecks(GateSpec.builder(64, 8).build());

    private static void assertRefused(String message, Runnable check) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, check::run).getMessage());
    }

    @Test
    @DisplayName("are taken as far as pairs can be numbered")
    void tokens() {
        CHECKS.requireTokens(0);
        CHECKS.requireTokens(268_435_455);
        assertRefused(
                "numTokens = 268435456: must lie in 0..268435455, as pairs are numbered by int32 and a token has 8",
                () -> CHECKS.requireTokens(268_435_456));
        assertRefused(
                "numTokens = -1: must lie in 0..268435455, as pairs are numbered by int32 and a token has 8",
                () -> CHECKS.requireTokens(-1));
    }

    @Test
    @DisplayName("are taken as far as places in blocks can be numbered")
    void blocks() {
        CHECKS.requireBlocks(0, 1, Integer.MAX_VALUE);
        CHECKS.requireBlocks(1, 3, (Integer.MAX_VALUE - 8) / 3 + 1);
        assertRefused(
                "blockSize = 715827881: with 8 pairs of 3 experts blocks may come to 2147483648 ids, must be at most"
                        + " 2147483647",
                () -> CHECKS.requireBlocks(1, 3, (Integer.MAX_VALUE - 8) / 3 + 2));
        assertRefused("blockSize = 0: must be at least 1", () -> CHECKS.requireBlocks(1, 3, 0));
    }

    @Test
    @DisplayName("are packed as far as ids have 16 bits")
    void packing() {
        new DispatchCallChecks(GateSpec.builder(32_768, 2).build()).requirePackable();
        DispatchCallChecks shared = new DispatchCallChecks(
                GateSpec.builder(32_768, 2).numFusedSharedExperts(1).build());
        assertRefused(
                "num_experts = 32769, shared ones included: packed ids have 16 bits, must be at most 32768",
                shared::requirePackable);
    }
}
