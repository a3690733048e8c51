package org.moegate.cpu.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A sorting network")
class SortingNetworkTest {

    @ParameterizedTest(name = "places {1} to {2} of {0}")
    @CsvSource({"1, 0, 1", "2, 0, 2", "13, 0, 13", "16, 0, 16", "16, 7, 8", "15, 4, 9", "16, 0, 3"})
    @DisplayName("puts what is wanted where it belongs, whatever zeros and ones come in")
    void sortsAllZerosAndOnes(int count, int first, int end) {
        int[] exchanges = SortingNetwork.exchanges(count, first, end);
        for (int input = 0; input < 1 << count; input++) {
            assertSorted(exchanges, input, count, first, end);
        }
    }

    @ParameterizedTest(name = "of {0}")
    @ValueSource(ints = {2, 3, 13, 16, 32, 33, 48, 64, 80, 96, 100, 112, 128})
    @DisplayName(
            "merges sorted runs into runs of twice the length, however many ones they have, and so sorts any number")
    void mergesSortedRuns(int count) {
        int[] all = SortingNetwork.exchanges(count, 0, count);
        int from = 0;
        for (int run = 1; run < count; run *= 2) {
            int to = firstExchange(all, 2 * run);
            int[] merge = Arrays.copyOfRange(all, from, to);
            for (int i = 0; i < merge.length; i += 2) {
                assertEquals(merge[i] / (2 * run), merge[i + 1] / (2 * run), "exchanges stay among two runs of " + run);
            }
            for (int even = 0; even <= run; even++) {
                for (int odd = 0; odd <= run; odd++) {
                    assertMerged(merge, count, run, even, odd);
                }
            }
            from = to;
        }
        assertEquals(all.length, from);
    }

    @Test
    @DisplayName("leaves out nothing that the wanted places hang on")
    void keepsWhatCounts() {
        for (int count = 16; count <= 128; count += 16) {
            int[] all = SortingNetwork.exchanges(count, 0, count);
            for (int end = 1; end <= Math.min(count, BestColumns.MOST); end++) {
                assertSame(all, SortingNetwork.exchanges(count, 0, end), 0, end);
                assertSame(all, SortingNetwork.exchanges(count, end - 1, end), end - 1, end);
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

    /** The place in the list of the first exchange of the first places of two runs, with which their merge begins. */
    private static int firstExchange(int[] exchanges, int run) {
        int at = 0;
        while (at < exchanges.length && !(exchanges[at] == 0 && exchanges[at + 1] == run)) {
            at += 2;
        }
        return at;
    }

    private static void assertMerged(int[] merge, int count, int run, int even, int odd) {
        boolean[] values = new boolean[count];
        for (int place = 0; place < count; place++) {
            values[place] = place % run < (place / run % 2 == 0 ? even : odd);
        }
        run(merge, values);
        for (int place = 1; place < count; place++) {
            boolean falls = values[place - 1] || !values[place] || place % (2 * run) == 0;
            if (!falls) {
                fail("place " + place + " after runs of " + run + " with " + even + " and " + odd + " ones");
            }
        }
    }

    /** Where an exchange is left out, its two places are unknown from then on, and so is what is exchanged with them. */
    private static void assertSame(int[] all, int[] kept, int first, int end) {
        BitSet unknown = new BitSet();
        int next = 0;
        for (int i = 0; i < all.length; i += 2) {
            boolean isKept = next < kept.length && kept[next] == all[i] && kept[next + 1] == all[i + 1];
            next += isKept ? 2 : 0;
            if (!isKept || unknown.get(all[i]) || unknown.get(all[i + 1])) {
                unknown.set(all[i]);
                unknown.set(all[i + 1]);
            }
        }
        assertEquals(kept.length, next, "all exchanges are the network's, in its order");
        assertTrue(unknown.get(first, end).isEmpty(), () -> "unknown of " + first + " to " + end + ": " + unknown);
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
