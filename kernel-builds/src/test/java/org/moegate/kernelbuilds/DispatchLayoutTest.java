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
        "0, 1024, true, 1, 1",
        "2048, 64, true, 1, 1",
        "2048, 65, false, 8, 8",
        "2049, 8, false, 9, 9",
        "128, 1024, true, 1, 1",
        "129, 1024, false, 1, 1",
        "1, 1025, false, 1, 2",
        "0, 5000, false, 1, 5",
        "1024, 5000, false, 4, 20",
        "131072, 10, false, 512, 512",
        "131073, 10, false, 511, 511",
        "2147483647, 10, false, 512, 512"
    })
    @DisplayName("has chunks of enough pairs, and not too many of them, and a block for each chunk and window")
    void chunks(int numPairs, int numExperts, boolean atOnce, int chunks, int blocks) {
        DispatchLayout layout = layout(numPairs, numExperts, 1);
        assertEquals(atOnce, layout.isAtOnce());
        assertEquals(chunks, layout.chunks());
        assertEquals(blocks, layout.blocks());
        assertEquals((long) chunks * numExperts, layout.scratchInts());
        assertTrue((long) chunks * layout.pairsAChunk() >= numPairs);
    }

    @Test
    @DisplayName("has a block for each 32 experts that are added up, or for fewer, where it has fewer threads")
    void addingBlocks() {
        assertEquals(1, layout(5000, 32, 1).addingBlocks(256));
        assertEquals(2, layout(5000, 33, 1).addingBlocks(32));
        assertEquals(9, layout(5000, 33, 1).addingBlocks(4));
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
