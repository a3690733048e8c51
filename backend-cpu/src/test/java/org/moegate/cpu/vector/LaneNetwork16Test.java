package org.moegate.cpu.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("every-width")
@DisplayName("The network of sixteen")
class LaneNetwork16Test {

    private static final int BLOCK = LaneNetwork16.BEST;
    private static final int PLACES = 2 * BLOCK;

    private static IntStream kept() {
        return IntStream.rangeClosed(0, BLOCK);
    }

    @ParameterizedTest(name = "{0} ones")
    @MethodSource("kept")
    @DisplayName("finds the best sixteen, whatever was kept and whatever zeros and ones come next")
    void keepsTheBest(int keptOnes) {
        long kept = ZerosAndOnes.first(keptOnes);
        int[] columns = new int[PLACES * LANES];
        int[] best = new int[BLOCK * LANES];
        for (int first = 0; first < 1 << BLOCK; first += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                long ones = kept | (long) (first + lane) << BLOCK;
                for (int place = 0; place < PLACES; place++) {
                    columns[place * LANES + lane] = ZerosAndOnes.key(ones, place);
                }
            }
            LaneNetwork16.find(columns, PLACES, best);
            for (int lane = 0; lane < LANES; lane++) {
                long ones = kept | (long) (first + lane) << BLOCK;
                int[] falling = ZerosAndOnes.falling(ones, PLACES);
                for (int place = 0; place < BLOCK; place++) {
                    if (best[place * LANES + lane] != falling[place]) {
                        assertEquals(
                                falling[place],
                                best[place * LANES + lane],
                                "place " + place + " of ones " + Long.toBinaryString(ones));
                    }
                }
            }
        }
    }
}
