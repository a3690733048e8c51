package org.moegate.cuda.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moegate.Dispatch;
import org.moegate.reference.ReferenceDispatch;
import org.moegate.spi.Capability;

/** Batches that end one behind the border of a chunk or of a block's threads, which random ones hardly ever do. */
@DisplayName("the kernels that sort")
class SortingBordersTest {

    private static final int BLOCK_SIZE = 4;

    private final Random random = new Random(1);

    @BeforeAll
    static void requireCompiler() {
        Capability availability = CppCompiler.availability();
        assumeTrue(availability.possible(), availability.reason());
    }

    @Test
    @DisplayName("sort a chunk that has one pair alone")
    void lastChunks() {
        // chunks have any size from 16 on, so many of these end one behind one
        assertSorted(
                8,
                Stream.iterate(17, pairs -> pairs < 250, pairs -> pairs + 1)
                        .flatMap(pairs -> Stream.of(pairs, pairs, pairs))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 65, 129, 257})
    @DisplayName("start an expert that is one more than threads")
    void lastExperts(int experts) {
        assertSorted(experts, List.of(300, 301, 302, 303, 304, 305, 306, 307, 308, 309, 310, 311));
    }

    /** Batches of so many pairs each, one after the other. */
    private void assertSorted(int experts, List<Integer> batches) {
        try (Arena arena = Arena.ofConfined()) {
            EmulatedSorting sorting = new EmulatedSorting(new Chance(experts), arena);
            for (int pairs : batches) {
                int[] ids = random.ints(pairs, 0, experts).toArray();
                // the last one's are what is missed
                ids[pairs - 1] = experts - 1;
                assertArrayEquals(
                        sorted(pairs, ids, experts, ReferenceDispatch::alignBlockSize),
                        sorted(pairs, ids, experts, sorting::alignBlockSize),
                        () -> experts + " experts, " + pairs + " pairs");
            }
        }
    }

    private static int[] sorted(int pairs, int[] ids, int experts, Sorter sorter) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment sorted = ints(arena, Dispatch.mostSortedIds(pairs, experts, BLOCK_SIZE));
            MemorySegment blocks = ints(arena, Dispatch.mostBlocks(pairs, experts, BLOCK_SIZE));
            MemorySegment total = ints(arena, 1);
            MemorySegment counts = ints(arena, experts);
            MemorySegment in = arena.allocateFrom(ValueLayout.JAVA_INT, ids);
            sorter.alignBlockSize(pairs, in, experts, BLOCK_SIZE, sorted, blocks, total, counts);
            return Stream.of(sorted, blocks, total, counts)
                    .flatMapToInt(segment -> IntStream.of(segment.toArray(ValueLayout.JAVA_INT)))
                    .toArray();
        }
    }

    private static MemorySegment ints(Arena arena, long count) {
        return arena.allocate(ValueLayout.JAVA_INT, count);
    }

    /** The reference, or the emulated kernels. */
    @FunctionalInterface
    private interface Sorter {
        void alignBlockSize(
                int numPairs,
                MemorySegment topkIds,
                int numExperts,
                int blockSize,
                MemorySegment sortedTokenIds,
                MemorySegment expertIds,
                MemorySegment numTokensPostPadded,
                MemorySegment tokensPerExpert);
    }
}
