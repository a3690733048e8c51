package org.moegate.cpu.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rows of sixteen")
class RowSorterTest {

    private static final int ROW = RowSorter.ROW;

    @BeforeAll
    static void rowsFit() {
        assumeTrue(RowSorter.fits(), "registers do not hold a row");
    }

    @Test
    @DisplayName("are sorted, whatever zeros and ones they hold")
    void areSorted() {
        int rows = 1 << ROW;
        int[] data = new int[rows * ROW];
        for (int ones = 0; ones < rows; ones++) {
            for (int place = 0; place < ROW; place++) {
                data[ones * ROW + place] = ZerosAndOnes.key(ones, place);
            }
        }
        RowSorter.sort(rows, data);
        for (int ones = 0; ones < rows; ones++) {
            int at = ones * ROW;
            int shown = ones;
            assertArrayEquals(
                    ZerosAndOnes.falling(ones, ROW),
                    Arrays.copyOfRange(data, at, at + ROW),
                    () -> "ones " + Integer.toBinaryString(shown));
        }
    }

    @Test
    @DisplayName("are merged in pairs, however many ones each of them has")
    void areMerged() {
        int states = ROW + 1;
        int[] data = new int[states * states * 2 * ROW];
        for (int pair = 0; pair < states * states; pair++) {
            long ones = ones(pair);
            int[] first = ZerosAndOnes.falling(ones & ZerosAndOnes.first(ROW), ROW);
            int[] second = ZerosAndOnes.falling(ones >> ROW, ROW);
            for (int place = 0; place < ROW; place++) {
                data[pair * 2 * ROW + place] = first[place];
                // the second row's places follow the first one's
                data[pair * 2 * ROW + ROW + place] = second[place] + ROW;
            }
        }
        RowSorter.mergePairs(states * states, data);
        for (int pair = 0; pair < states * states; pair++) {
            int at = pair * 2 * ROW;
            long ones = ones(pair);
            assertArrayEquals(
                    ZerosAndOnes.falling(ones, 2 * ROW),
                    Arrays.copyOfRange(data, at, at + 2 * ROW),
                    () -> "ones " + Long.toBinaryString(ones));
        }
    }

    /** Those of a pair of rows, the second row's in higher bits. */
    private static long ones(int pair) {
        int states = ROW + 1;
        return ZerosAndOnes.first(pair / states) | ZerosAndOnes.first(pair % states) << ROW;
    }
}
