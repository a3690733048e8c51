package org.moegate.cpu.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A sorting network")
class SortingNetworkTest {

    private static final int RANDOM_INPUTS = 20_000;

    @ParameterizedTest(name = "places {1} to {2} of {0}")
    @CsvSource({"1, 0, 1", "2, 0, 2", "13, 0, 13", "16, 0, 16", "16, 7, 8", "15, 4, 9", "16, 0, 3"})
    @DisplayName("puts what is wanted where it belongs, whatever zeros and ones come in")
    void sortsAllZerosAndOnes(int count, int first, int end) {
        int[] exchanges = SortingNetwork.exchanges(count, first, end);
        for (int input = 0; input < 1 << count; input++) {
            assertSorted(exchanges, input, count, first, end);
        }
    }

    @ParameterizedTest(name = "places {1} to {2} of {0}")
    @CsvSource({"48, 0, 22", "48, 21, 22", "64, 0, 64", "128, 0, 64", "128, 63, 64", "112, 0, 57"})
    @DisplayName("does so with any zeros and ones, where they are too many to try all")
    void sortsAnyZerosAndOnes(int count, int first, int end) {
        int[] exchanges = SortingNetwork.exchanges(count, first, end);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < RANDOM_INPUTS; i++) {
            boolean[] values = new boolean[count];
            int share = random.nextInt(count + 1);
            int ones = 0;
            for (int place = 0; place < count; place++) {
                values[place] = random.nextInt(count) < share;
                ones += values[place] ? 1 : 0;
            }
            run(exchanges, values);
            for (int place = first; place < end; place++) {
                assertEquals(place < ones, values[place], "place " + place + " with " + ones + " ones");
            }
        }
    }

    @Test
    @DisplayName("leaves out what the wanted places do not hang on")
    void leavesOut() {
        int all = SortingNetwork.exchanges(64, 0, 64).length;
        assertEquals(2 * 543, all);
        assertTrue(SortingNetwork.exchanges(64, 31, 32).length < all);
    }

    private static void assertSorted(int[] exchanges, int input, int count, int first, int end) {
        boolean[] values = new boolean[count];
        for (int place = 0; place < count; place++) {
            values[place] = (input >> place & 1) != 0;
        }
        run(exchanges, values);
        for (int place = first; place < end; place++) {
            assertEquals(place < Integer.bitCount(input), values[place], "place " + place + " of " + input);
        }
    }

    private static void run(int[] exchanges, boolean[] values) {
        for (int i = 0; i < exchanges.length; i += 2) {
            boolean a = values[exchanges[i]];
            boolean b = values[exchanges[i + 1]];
            values[exchanges[i]] = a || b;
            values[exchanges[i + 1]] = a && b;
        }
    }
}
