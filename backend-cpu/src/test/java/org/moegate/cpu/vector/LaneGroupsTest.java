package org.moegate.cpu.vector;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.moegate.cpu.vector.VectorWidth.LANES;

import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.moegate.GateSpec;
import org.moegate.GroupScore;

@DisplayName("the best groups of rows in lanes")
class LaneGroupsTest {

    private static final int BLOCKS = 20;

    @ParameterizedTest
    @EnumSource
    @DisplayName("are found without help for nearly all rows whose scores are any")
    void areMostlySure(GroupScore groupScore) {
        GateSpec spec = GateSpec.builder(256, 8)
                .numExpertGroup(8)
                .topkGroup(4)
                .groupScore(groupScore)
                .build();
        assumeTrue(LaneRouter.suits(spec), "lanes are for registers of sixteen floats");
        int experts = spec.numExperts();
        int indexMask = PackedKeys.indexMask(experts);
        LaneGroups groups = new LaneGroups(spec, experts, indexMask);
        SplittableRandom random = new SplittableRandom(1);
        float[] bias = new float[experts + LANES];
        float[] scores = new float[LaneTiles.ROWS * experts];
        int[] columns = new int[experts * LANES];
        int[] best = new int[LaneNetwork.FOUND * LANES];
        int unsure = 0;
        for (int block = 0; block < BLOCKS; block++) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] = random.nextFloat();
            }
            LaneTiles.turn(scores, experts, bias, experts, indexMask, columns);
            unsure += Long.bitCount(groups.find(columns, scores, bias, best));
        }
        assertTrue(unsure < BLOCKS * LANES / 10, unsure + " rows of " + BLOCKS * LANES);
    }
}
