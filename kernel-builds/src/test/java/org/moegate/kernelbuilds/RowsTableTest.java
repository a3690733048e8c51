package org.moegate.kernelbuilds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moegate.GateSpec;
import org.moegate.ModelCatalogue;
import org.moegate.ScoringFunc;

@DisplayName("the table of rows")
class RowsTableTest {

    private static GateSpec gate(int experts, int topk) {
        return GateSpec.builder(experts, topk).build();
    }

    @Test
    @DisplayName("gives every model of the catalogue kernels of its own")
    void everyModelIsSpecialised() {
        for (ModelCatalogue.Model model : ModelCatalogue.models()) {
            assertTrue(RowsTable.layout(model.spec()).isPresent(), model.name());
        }
    }

    @ParameterizedTest
    @CsvSource({
        // experts, topk; lanes, keys, run, warps, split warps
        "1,    1,  8,  1,  1,  4, 1",
        "32,   4,  8,  4,  4,  4, 1",
        "33,   4,  16, 3,  3,  8, 1",
        "64,   8,  16, 4,  4,  8, 1",
        "65,   8,  32, 3,  3,  4, 3",
        "256,  8,  32, 8,  8,  4, 8",
        "288,  8,  32, 9,  9,  4, 3",
        "384,  8,  32, 12, 12, 4, 6",
        "416,  8,  32, 13, 13, 4, 1",
        // in runs of four
        "512,  8,  32, 16, 4,  4, 8",
        "520,  8,  32, 20, 4,  4, 5",
        "896,  16, 32, 28, 4,  4, 7",
        "1024, 64, 32, 32, 4,  4, 8",
        // a lane for each that is chosen
        "32,   8,  8,  4,  4,  4, 1",
        "32,   9,  16, 2,  2,  8, 1",
        "64,   17, 32, 2,  2,  4, 2",
        "17,   17, 32, 1,  1,  4, 1",
        // as far as a warp has some
        "64,   64, 32, 2,  2,  4, 2",
    })
    @DisplayName("spreads a row over lanes and warps by its experts and those chosen")
    void layouts(int experts, int topk, int lanes, int keys, int run, int warps, int splitWarps) {
        assertEquals(
                Optional.of(new RowsLayout(lanes, keys, run, warps, splitWarps)),
                RowsTable.layout(gate(experts, topk)));
    }

    @Test
    @DisplayName("leaves experts side by side where groups close")
    void groups() {
        GateSpec grouped =
                GateSpec.builder(512, 8).numExpertGroup(8).topkGroup(4).build();
        assertEquals(Optional.of(new RowsLayout(32, 16, 16, 4, 8)), RowsTable.layout(grouped));
    }

    @Test
    @DisplayName("counts the experts that are chosen, not the columns of shared ones")
    void sharedExperts() {
        GateSpec shared = GateSpec.builder(256, 66).numFusedSharedExperts(2).build();
        assertTrue(RowsTable.layout(shared).isPresent());
    }

    @Test
    @DisplayName("has no layout where experts, groups or those chosen are too many")
    void tooMany() {
        GateSpec most =
                GateSpec.builder(512, 8).numExpertGroup(256).topkGroup(8).build();
        assertTrue(RowsTable.layout(most).isPresent());
        GateSpec grouped =
                GateSpec.builder(514, 8).numExpertGroup(257).topkGroup(8).build();
        for (GateSpec spec : List.of(gate(1025, 8), gate(256, 65), grouped)) {
            assertTrue(RowsTable.layout(spec).isEmpty(), spec::toString);
        }
    }

    @Test
    @DisplayName("splits the rows of small batches where it has split kernels")
    void smallBatches() {
        RowsLayout warps = RowsTable.layout(gate(256, 8)).orElseThrow();
        assertEquals(4 * 132, RowsTable.mostSplitTokens(warps, 132));
        assertEquals(4 * 40, RowsTable.mostSplitTokens(warps, 40));
        RowsLayout parts = RowsTable.layout(gate(64, 8)).orElseThrow();
        assertEquals(0, RowsTable.mostSplitTokens(parts, 132));
    }

    @ParameterizedTest
    @CsvSource({
        // experts, compute capability; warps
        "64,  90, 64",
        "128, 90, 64",
        "256, 90, 48",
        "512, 90, 40",
        "896, 90, 24",
        "128, 80, 40",
        "128, 75, 32",
        "896, 75, 24",
    })
    @DisplayName("fits registers to fewer warps where lanes have more to keep, in whole blocks")
    void warpsAtOnce(int experts, int computeCapability, int warps) {
        GateSpec spec = gate(experts, 6);
        RowsLayout layout = RowsTable.layout(spec).orElseThrow();
        assertEquals(warps, RowsTable.warpsAtOnce(spec, layout, computeCapability));
        assertEquals(0, warps % layout.warps());
    }

    @Test
    @DisplayName("fits them to fewer where softmax adds up several sums in a lane")
    void softmaxOfPartsOfAWarp() {
        GateSpec spec = GateSpec.builder(64, 6).scoringFunc(ScoringFunc.SOFTMAX).build();
        RowsLayout layout = RowsTable.layout(spec).orElseThrow();
        assertEquals(48, RowsTable.warpsAtOnce(spec, layout, 90));
    }
}
