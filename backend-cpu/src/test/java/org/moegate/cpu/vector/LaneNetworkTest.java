package org.moegate.cpu.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("every-width")
@DisplayName("The network of eight")
class LaneNetworkTest {

    private static final int BLOCK = LaneNetwork.BEST;
    private static final int PLACES = 3 * BLOCK;

    /** Where in their arrays columns and results start. */
    private static final int FROM = 2 * LANES;

    private static final int TO = 3 * LANES;

    /** Every sorted eight that may be kept, and with eight ones also one that was left out. */
    private static LongStream kept() {
        return LongStream.concat(
                LongStream.rangeClosed(0, BLOCK).map(ones -> ZerosAndOnes.first((int) ones)),
                LongStream.of(ZerosAndOnes.first(BLOCK + 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kept")
    @DisplayName(
            "finds the best eight and the best of the others, whatever was kept and whatever zeros and ones come next")
    void keepsTheBest(long kept) {
        int[] columns = new int[FROM + PLACES * LANES];
        int[] found = new int[TO + LaneNetwork.FOUND * LANES];
        for (int first = 0; first < 1 << BLOCK; first += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                long ones = kept | (long) (first + lane) << (2 * BLOCK);
                for (int place = 0; place < PLACES; place++) {
                    columns[FROM + place * LANES + lane] = ZerosAndOnes.key(ones, place);
                }
            }
            LaneNetwork.find(columns, FROM, PLACES, found, TO);
            for (int lane = 0; lane < LANES; lane++) {
                long ones = kept | (long) (first + lane) << (2 * BLOCK);
                int[] best = new int[LaneNetwork.FOUND];
                for (int place = 0; place < best.length; place++) {
                    best[place] = found[TO + place * LANES + lane];
                }
                assertArrayEquals(
                        Arrays.copyOf(ZerosAndOnes.falling(ones, PLACES), best.length),
                        best,
                        () -> "ones " + Long.toBinaryString(ones));
            }
        }
    }
}
