package org.moegate.kernelbuilds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("the layout of what follows the gate")
class DispatchLayoutTest {

    private static DispatchLayout layout(int numPairs, int numExperts, int blockSize) {
        DispatchLayout layout = new DispatchLayout();
        layout.set(numPairs, numExperts, blockSize);
        return layout;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 128, 0",
        "1, 128, 1",
        "128, 128, 1",
        "129, 128, 2",
        "16384, 128, 128",
        "16385, 129, 128",
        "2147483647, 16777216, 128"
    })
    @DisplayName("has chunks of enough pairs, and not too many of them")
    void chunks(int numPairs, int pairsAChunk, long chunks) {
        DispatchLayout layout = layout(numPairs, 10, 1);
        assertEquals(pairsAChunk, layout.pairsAChunk());
        assertEquals(10 * chunks, layout.lanes());
        assertEquals(10 * chunks + 10, layout.scratchInts());
    }

    @Test
    @DisplayName("needs no more scratch memory than it says for as many pairs or more")
    void scratch() {
        long most = 0;
        for (int numPairs = 0; numPairs < 50_000; numPairs += 7) {
            most = Math.max(most, layout(numPairs, 3, 1).scratchInts());
            assertTrue(DispatchLayout.mostScratchInts(numPairs, 3) >= most, "of " + numPairs + " pairs");
        }
    }

    @Test
    @DisplayName("has an output's arrays one behind the other")
    void output() {
        DispatchLayout layout = layout(6, 3, 4);
        assertEquals(1, layout.tokensPerExpertAt());
        assertEquals(4, layout.sortedTokenIdsAt());
        assertEquals(4 + 15, layout.expertIdsAt());
        assertEquals(4 + 15 + 3, layout.outputInts());
        assertEquals(4, layout.countsInts());
    }
}
