package org.moegate.kernelbuilds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.GateSpec;

@DisplayName("a layout of rows")
class RowsLayoutTest {

    /** What a block may have without asking for more. */
    private static final int SHARED_BYTES = 48 << 10;

    /** Every number of experts that has one, with many numbers of groups and of those chosen. */
    private static Stream<GateSpec> specs() {
        return IntStream.rangeClosed(1, 1024)
                .boxed()
                .flatMap(experts -> IntStream.of(1, 2, 8, 9, 17, 32, 64)
                        .filter(topk -> topk <= experts)
                        .boxed()
                        .flatMap(topk -> IntStream.of(1, 2, 3, 8, 32, 128, 256)
                                .filter(groups -> experts % groups == 0)
                                .mapToObj(groups -> spec(experts, topk, groups))));
    }

    private static GateSpec spec(int experts, int topk, int groups) {
        int open = Math.ceilDiv(topk, experts / groups);
        return GateSpec.builder(experts, topk)
                .numExpertGroup(groups)
                .topkGroup(open)
                .build();
    }

    private static RowsLayout layout(GateSpec spec) {
        return RowsTable.layout(spec).orElseThrow();
    }

    @Test
    @DisplayName("has a place for every expert, in as many as a word has bits for a lane")
    void coversExperts() {
        specs().forEach(spec -> {
            RowsLayout layout = layout(spec);
            assertTrue(layout.lanes() * layout.keys() >= spec.numExperts(), spec::toString);
            assertTrue(layout.keys() <= 32, spec::toString);
            assertTrue(32 % layout.lanes() == 0, spec::toString);
        });
    }

    @Test
    @DisplayName("splits a row into equal parts")
    void splitsEvenly() {
        specs().forEach(spec -> {
            RowsLayout layout = layout(spec);
            assertEquals(0, layout.keys() % layout.splitWarps(), spec::toString);
            assertTrue(layout.lanes() == 32 || layout.splitWarps() == 1, spec::toString);
        });
    }

    @Test
    @DisplayName("has blocks that every device has the shared memory for, aligned for loads of 16 bytes")
    void sharedMemory() {
        specs().forEach(spec -> {
            RowsLayout layout = layout(spec);
            int bytes = layout.rowBytes(spec);
            assertEquals(0, bytes % 16, spec::toString);
            assertTrue(bytes * layout.rowsPerBlock() <= SHARED_BYTES, spec::toString);
        });
    }

    @Test
    @DisplayName("has blocks of whole rows")
    void wholeRows() {
        assertEquals(16, new RowsLayout(8, 4, 4, 4, 1).rowsPerBlock());
        assertEquals(16, new RowsLayout(16, 4, 4, 8, 1).rowsPerBlock());
        assertEquals(4, new RowsLayout(32, 8, 8, 4, 8).rowsPerBlock());
        assertEquals(128, new RowsLayout(32, 8, 8, 4, 8).threads());
        assertEquals(256, new RowsLayout(32, 8, 8, 4, 8).splitThreads());
    }

    @Test
    @DisplayName("of one warp has a place for every expert too")
    void oneWarp() {
        specs().forEach(spec -> {
            RowsLayout layout = RowsLayout.ofOneWarp(spec);
            assertTrue(32 * layout.keys() >= spec.numExperts() && layout.keys() <= 32, spec::toString);
            assertEquals(1, layout.rowsPerBlock());
            assertEquals(32, layout.threads());
            assertEquals(1, layout.splitWarps());
        });
    }

    @Test
    @DisplayName("is known to kernels by five macros")
    void macros() {
        assertEquals(
                Map.of("LANES", 16, "KEYS", 4, "RUN", 4, "WARPS", 8, "SPLIT_WARPS", 1),
                new RowsLayout(16, 4, 4, 8, 1).macros());
    }

    @Test
    @DisplayName("has groups fill lanes where each lane has experts of one group")
    void groupsFillLanes() {
        // 4 lanes a group
        assertTrue(fills(spec(256, 8, 8)));
        assertTrue(fills(spec(160, 6, 8)));
        // 2 groups a lane
        assertFalse(fills(spec(256, 8, 64)));
        // 32 experts a group, 12 a lane
        assertFalse(fills(spec(384, 8, 12)));
        // the last lane lacks experts
        assertFalse(fills(spec(248, 8, 31)));
    }

    private static boolean fills(GateSpec spec) {
        return layout(spec).groupsFillLanes(spec);
    }
}
