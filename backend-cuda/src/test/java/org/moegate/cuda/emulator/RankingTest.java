package org.moegate.cuda.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moegate.GateSpec;
import org.moegate.cuda.emulator.RankedRows.Ranking;
import org.moegate.cuda.emulator.RankedRows.Way;
import org.moegate.kernelbuilds.RowsLayout;
import org.moegate.spi.Capability;

/**
 * The kernels of {@code rows.h} have a fast way for usual rows, which finds out whether it went wrong, and slow ways for all
 * others, which return the same bits. So that what goes wrong in the fast way is not hidden by these, rows are tried here of
 * which it is known how many candidates they have.
 */
@DisplayName("the kernels built for one gate")
class RankingTest {

    private static final int SCHEDULES = 3;

    /** For candidates. */
    private static final int ROOM = 64;

    /** Half more than so many fit into half the room. */
    private static final int MOST_OF_HALF_THE_ROOM = 21;

    private final Random random = new Random(1);

    @BeforeAll
    static void requireCompiler() {
        Capability availability = CppCompiler.availability();
        assumeTrue(availability.possible(), availability.reason());
    }

    // experts, groups, open groups, topk, lanes, keys, run, split warps
    @ParameterizedTest
    @CsvSource({
        "256, 1, 1, 8, 32, 8, 8, 1",
        "256, 1, 1, 8, 32, 8, 8, 4",
        "250, 1, 1, 10, 32, 8, 4, 1",
        "512, 1, 1, 10, 32, 16, 16, 4",
        "512, 1, 1, 11, 32, 16, 4, 1",
        "512, 1, 1, 16, 32, 16, 4, 4",
        "512, 1, 1, 21, 32, 16, 16, 1",
        "512, 1, 1, 22, 32, 16, 16, 2",
        "512, 1, 1, 32, 32, 16, 16, 1",
        "160, 1, 1, 6, 32, 5, 5, 1",
        "192, 1, 1, 8, 16, 12, 12, 1",
        "192, 1, 1, 11, 16, 12, 4, 1",
        "190, 1, 1, 16, 16, 12, 12, 1",
        "128, 1, 1, 4, 8, 16, 16, 1",
        "128, 1, 1, 8, 8, 16, 4, 1",
        "256, 8, 4, 8, 32, 8, 8, 1",
        "256, 8, 4, 8, 32, 8, 8, 2",
        "256, 8, 4, 8, 32, 8, 4, 1",
        "256, 8, 4, 8, 16, 16, 16, 1",
        "252, 4, 2, 8, 32, 8, 8, 1",
        "128, 4, 2, 4, 8, 16, 16, 1",
        "512, 256, 200, 8, 32, 16, 4, 1"
    })
    @DisplayName(
            "rank all candidates at once if these are half more than are chosen, and one by one only if there is no room")
    void usualRows(int experts, int groups, int openGroups, int topk, int lanes, int keys, int run, int splitWarps) {
        GateSpec spec = GateSpec.builder(experts, topk)
                .numExpertGroup(groups)
                .topkGroup(openGroups)
                .build();
        RowsLayout layout = new RowsLayout(lanes, keys, run, 2, splitWarps);
        int usual = Math.ceilDiv(3 * topk, 2);
        for (int candidates : new int[] {topk, topk + 1, usual}) {
            assertRanked(spec, layout, Way.AT_ONCE, candidates, false);
        }
        if (topk < lanes) {
            // or too few lanes differ
            assertRanked(spec, layout, Way.WITH_TIES, topk, true);
        }
        int most = (topk - 1) * (keys - 1) + topk;
        if (most > ROOM + keys && groups == 1) {
            assertRanked(spec, layout, topk > MOST_OF_HALF_THE_ROOM ? Way.AT_ONCE : Way.WITH_TIES, ROOM, false);
            assertRanked(spec, layout, Way.ONE_BY_ONE, ROOM + 1, false);
        }
    }

    private void assertRanked(GateSpec spec, RowsLayout layout, Way way, int candidates, boolean tie) {
        // one alone in its warp, and warps full of them
        for (int rows : new int[] {1, layout.rowsPerBlock() + 1}) {
            float[][] logits = new float[rows][];
            List<Ranking> expected = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                logits[row] = logits(spec, layout, candidates, tie);
                expected.add(new Ranking(way, best(logits[row], spec.topk())));
            }
            for (int schedule = 0; schedule < SCHEDULES; schedule++) {
                assertEquals(
                        expected,
                        RankedRows.of(spec, layout, layout.splitWarps() > 1, logits, schedule),
                        () -> candidates + " candidates, " + rows + " rows");
            }
        }
    }

    /** Logits of which so many are at least the topk-th best of the lanes' bests. */
    private float[] logits(GateSpec spec, RowsLayout layout, int candidates, boolean tie) {
        float[] logits = new float[spec.numExperts()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = -1 - 3 * random.nextFloat();
        }
        List<List<Integer>> lanes = openLanes(spec, layout);
        Collections.shuffle(lanes, random);
        List<Integer> others = new ArrayList<>();
        List<Float> bests = new ArrayList<>();
        for (int i = 1; i < spec.topk(); i++) {
            bests.add(3 + i / 32f);
        }
        if (tie) {
            bests.set(0, bests.get(1));
        }
        Collections.shuffle(bests, random);
        for (int i = 0; i < spec.topk(); i++) {
            List<Integer> lane = lanes.get(i);
            Collections.shuffle(lane, random);
            // the last one's is the bound, which no other expert of its lane reaches
            logits[lane.getFirst()] = i < bests.size() ? bests.get(i) : 1;
            if (i < bests.size()) {
                others.addAll(lane.subList(1, lane.size()));
            }
        }
        Collections.shuffle(others, random);
        for (int i = 0; i < candidates - spec.topk(); i++) {
            logits[others.get(i)] = 2 + i / 64f;
        }
        return logits;
    }

    /** The experts of each lane, as far as they are of groups that shall stay open. */
    private List<List<Integer>> openLanes(GateSpec spec, RowsLayout layout) {
        List<Integer> groups = new ArrayList<>(
                IntStream.range(0, spec.numExpertGroup()).boxed().toList());
        Collections.shuffle(groups, random);
        List<Integer> open = groups.subList(0, spec.topkGroup());
        List<List<Integer>> lanes = new ArrayList<>();
        for (int lane = 0; lane < layout.lanes(); lane++) {
            List<Integer> experts = new ArrayList<>();
            for (int i = 0; i < layout.keys(); i++) {
                int expert = i / layout.run() * layout.lanes() * layout.run() + lane * layout.run() + i % layout.run();
                if (expert < spec.numExperts() && open.contains(expert / spec.groupSize())) {
                    experts.add(expert);
                }
            }
            if (!experts.isEmpty()) {
                lanes.add(experts);
            }
        }
        return lanes;
    }

    private static List<Integer> best(float[] logits, int count) {
        Integer[] experts = new Integer[logits.length];
        Arrays.setAll(experts, i -> i);
        Arrays.sort(experts, (a, b) -> logits[a] == logits[b] ? a - b : Float.compare(logits[b], logits[a]));
        return List.of(experts).subList(0, count);
    }
}
