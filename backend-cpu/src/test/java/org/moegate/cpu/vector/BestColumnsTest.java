package org.moegate.cpu.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("every-width")
@DisplayName("The best of columns")
class BestColumnsTest {

    private static final int TIMES = 20;

    @ParameterizedTest(name = "places {1} to {2} of {0}")
    @CsvSource({"32, 0, 17", "32, 19, 20", "48, 0, 22", "48, 23, 24", "64, 0, 32", "112, 0, 56", "128, 63, 64"})
    @DisplayName("go through the network's exchanges, all of them and in their order")
    void goThroughTheExchanges(int count, int first, int end) {
        int[] exchanges = SortingNetwork.exchanges(count, first, end);
        SplittableRandom random = new SplittableRandom(1);
        BestColumns columns = new BestColumns(count, first, end);
        for (int time = 0; time < TIMES; time++) {
            int[][] expected = filled(columns, count, random);
            for (int[] lane : expected) {
                for (int i = 0; i < exchanges.length; i += 2) {
                    int a = lane[exchanges[i]];
                    int b = lane[exchanges[i + 1]];
                    lane[exchanges[i]] = Math.max(a, b);
                    lane[exchanges[i + 1]] = Math.min(a, b);
                }
            }
            columns.find();
            for (int lane = 0; lane < LANES; lane++) {
                assertArrayEquals(expected[lane], lane(columns.best(), lane, count), "lane " + lane);
            }
        }
    }

    @ParameterizedTest(name = "places {1} to {2} of {0}")
    @CsvSource({"16, 0, 1", "16, 7, 8", "24, 0, 8", "16, 0, 9", "32, 15, 16", "48, 0, 16", "8, 0, 6", "33, 8, 9"})
    @DisplayName("are found where registers hold them")
    void areFound(int count, int first, int end) {
        SplittableRandom random = new SplittableRandom(1);
        BestColumns columns = new BestColumns(count, first, end);
        for (int time = 0; time < TIMES; time++) {
            int[][] expected = filled(columns, count, random);
            columns.find();
            for (int lane = 0; lane < LANES; lane++) {
                Arrays.sort(expected[lane]);
                for (int place = first; place < Math.min(end, count); place++) {
                    assertEquals(expected[lane][count - 1 - place], columns.best()[place * LANES + lane]);
                }
            }
        }
    }

    /** What each lane was filled with. */
    private static int[][] filled(BestColumns columns, int count, SplittableRandom random) {
        int[][] lanes = new int[LANES][];
        for (int lane = 0; lane < LANES; lane++) {
            lanes[lane] = random.ints(count).toArray();
            columns.fill(lane, lanes[lane], 0);
        }
        return lanes;
    }

    private static int[] lane(int[] columns, int lane, int count) {
        int[] values = new int[count];
        Arrays.setAll(values, place -> columns[place * LANES + lane]);
        return values;
    }
}
