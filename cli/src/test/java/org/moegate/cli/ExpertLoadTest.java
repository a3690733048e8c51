package org.moegate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Expert load")
class ExpertLoadTest {

    @Test
    @DisplayName("counts routed experts, neither padding nor shared ones")
    void countsRoutedExperts() {
        ExpertLoad load = load(4, 0, 2, 2, 4, 5, -1, -1);
        assertEquals(List.of(1L, 0L, 2L, 0L), load.counts());
        assertEquals(0.75, load.mean());
        assertEquals(2, load.idle());
    }

    @Test
    @DisplayName("is balanced at 1, and at the number of experts where one takes all")
    void imbalanceIsMostOverMean() {
        assertEquals(1, load(3, 0, 1, 2).imbalance().orElseThrow());
        assertEquals(3, load(3, 1, 1, 1, 1).imbalance().orElseThrow());
    }

    @Test
    @DisplayName("has no imbalance where nothing was chosen")
    void imbalanceOfNothingIsEmpty() {
        ExpertLoad load = load(3, -1, -1);
        assertTrue(load.imbalance().isEmpty());
        assertEquals("▁▁▁", load.strip(64));
        assertEquals(List.of(), load.mostLoaded(3));
    }

    @Test
    @DisplayName("names the most loaded first, of equals the lower id, and no idle one")
    void mostLoadedFirst() {
        ExpertLoad load = load(6, 4, 4, 2, 2, 5, 5, 5, 0);
        assertEquals(List.of(5, 2, 4), load.mostLoaded(3));
        assertEquals(List.of(5, 2, 4, 0), load.mostLoaded(9));
    }

    @Test
    @DisplayName("draws one bar an expert while they fit")
    void oneBarAnExpert() {
        ExpertLoad load = load(3, 0, 0, 0, 0, 0, 0, 0, 1);
        assertEquals("█▂▁", load.strip(64));
        assertEquals(1, load.expertsPerBar(64));
    }

    @Test
    @DisplayName("lets neighbours share a bar where there are more experts than bars")
    void neighboursShareABar() {
        ExpertLoad load = load(5, 0, 1, 4);
        assertEquals(2, load.expertsPerBar(4));
        assertEquals("█▁█", load.strip(4));
    }

    @Test
    @DisplayName("never draws more bars than asked for")
    void barsFit() {
        for (int experts = 1; experts < 300; experts++) {
            assertTrue(load(experts, 0).strip(64).length() <= 64, experts + " experts");
        }
    }

    private static ExpertLoad load(int experts, int... ids) {
        return ExpertLoad.of(IntStream.of(ids), experts);
    }
}
