package org.moegate.cuda.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moegate.spi.Capability;

@DisplayName("the emulator")
class EmulatorTest {

    private static final int SCHEDULES = 20;
    private static final int LANES = 32;

    @BeforeAll
    static void requireCompiler() {
        Capability availability = CppCompiler.availability();
        assumeTrue(availability.possible(), availability.reason());
    }

    private static int[] randomNumbers(int count) {
        return new Random(count).ints(count, -1000, 1000).toArray();
    }

    @Test
    @DisplayName("has lanes exchange values as the manual of PTX says")
    void warpFunctions() {
        int[] in = randomNumbers(LANES);
        int ballot = IntStream.range(0, LANES).map(i -> in[i] > 0 ? 1 << i : 0).sum();
        int greatest = Arrays.stream(in).max().orElseThrow();
        int sum = Arrays.stream(in).sum();
        int[] expected = IntStream.range(0, LANES)
                .flatMap(lane -> IntStream.of(
                        in[lane * 7 % 32],
                        in[lane / 8 * 8 + (lane + 3) % 8],
                        in[lane < 3 ? lane : lane - 3],
                        in[lane % 16 < 3 ? lane : lane - 3],
                        in[lane + 5 > 31 ? lane : lane + 5],
                        in[lane % 8 + 5 > 7 ? lane : lane + 5],
                        in[lane ^ 11],
                        // into a segment before the lane's, but not into one behind it
                        in[(lane ^ 12) / 8 > lane / 8 ? lane : lane ^ 12],
                        ballot,
                        1,
                        0,
                        greatest,
                        sum))
                .toArray();
        for (int schedule = 0; schedule < SCHEDULES; schedule++) {
            assertArrayEquals(expected, Sample.of("warp_functions", LANES).run(in, expected.length, schedule));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 31, 1", "3, 33, 1", "1, 128, 1", "4, 1000, 1", "2, 32, 32", "3, 7, 5"})
    @DisplayName("runs blocks of any size, whose warps wait for each other")
    void blockSum(int blocks, int threadsInX, int threadsInY) {
        int threads = threadsInX * threadsInY;
        int[] in = randomNumbers(blocks * threads);
        int[] sums = IntStream.range(0, blocks)
                .map(block -> Arrays.stream(in, block * threads, (block + 1) * threads)
                        .sum())
                .toArray();
        Sample sample = new Sample("block_sum", Extent.of(blocks), new Extent(threadsInX, threadsInY, 1));
        for (int schedule = 0; schedule < SCHEDULES; schedule++) {
            assertArrayEquals(sums, sample.run(in, blocks, schedule));
        }
    }

    @Test
    @DisplayName("lets parts of a warp go different ways")
    void halfWarps() {
        int[] in = IntStream.of(randomNumbers(LANES)).map(Math::abs).toArray();
        int sum = Arrays.stream(in, 0, LANES / 2).sum();
        int bits = Arrays.stream(in, LANES / 2, LANES).map(Integer::bitCount).sum();
        int[] expected = IntStream.range(0, LANES)
                .map(lane -> lane < LANES / 2 ? sum : bits)
                .toArray();
        for (int schedule = 0; schedule < SCHEDULES; schedule++) {
            assertArrayEquals(expected, Sample.of("half_warps", LANES).run(in, LANES, schedule));
        }
    }

    @Test
    @DisplayName(
            "estimates reciprocals one unit in the last place too low, rightly, and one too high, as the schedule says")
    void reciprocals() {
        int[] in = IntStream.range(0, LANES)
                .map(i -> Float.floatToRawIntBits((i + 1) * 0.37f))
                .toArray();
        Set<Integer> seen = new TreeSet<>();
        for (int schedule = 0; schedule < SCHEDULES; schedule++) {
            int[] estimates = Sample.of("reciprocals", LANES).run(in, LANES, schedule);
            for (int i = 0; i < LANES; i++) {
                seen.add(estimates[i] - Float.floatToRawIntBits(1 / Float.intBitsToFloat(in[i])));
            }
        }
        assertEquals(Set.of(-1, 0, 1), seen);
    }

    @Test
    @DisplayName("widens every half as Java does")
    void halves() {
        int[] in = IntStream.range(0, 1 << Short.SIZE).toArray();
        int[] out = new Sample("halves", Extent.of(in.length / 1024), Extent.of(1024)).run(in, in.length, 0);
        for (int bits : in) {
            // all NaN are one
            assertEquals(Float.float16ToFloat((short) bits), Float.intBitsToFloat(out[bits]));
        }
    }

    @Test
    @DisplayName("takes the number where the other one is a NaN, and zeros by their sign")
    void extremes() {
        int quiet = 0x7fc00000;
        int signalling = 0xff800001;
        int[] numbers = {quiet, signalling, 0, 0x80000000, Float.floatToRawIntBits(-1.5f), Float.floatToRawIntBits(2)};
        for (int a : numbers) {
            for (int b : numbers) {
                float x = Float.intBitsToFloat(a);
                float y = Float.intBitsToFloat(b);
                int[] out = Sample.of("extremes", 1).run(new int[] {a, b}, 2, 0);
                float lesser = Float.isNaN(x) ? y : Float.isNaN(y) ? x : Math.min(x, y);
                float greater = Float.isNaN(x) ? y : Float.isNaN(y) ? x : Math.max(x, y);
                // both of them know the sign of a zero
                assertEquals(lesser, Float.intBitsToFloat(out[0]));
                assertEquals(greater, Float.intBitsToFloat(out[1]));
            }
        }
    }

    @Test
    @DisplayName("serves many threads at once, and gives the same for the same schedule")
    void threads() throws InterruptedException, ExecutionException {
        // its result depends on the schedule
        Sample sample = Sample.of("missing_syncthreads", 64);
        int[] in = randomNumbers(64);
        Callable<List<int[]>> all = () -> IntStream.range(0, SCHEDULES)
                .mapToObj(schedule -> sample.run(in, in.length, schedule))
                .toList();
        try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
            List<Future<List<int[]>>> results = executor.invokeAll(Collections.nCopies(8, all));
            for (int schedule = 0; schedule < SCHEDULES; schedule++) {
                for (Future<List<int[]>> result : results) {
                    assertArrayEquals(
                            results.getFirst().get().get(schedule), result.get().get(schedule));
                }
            }
        }
    }
}
