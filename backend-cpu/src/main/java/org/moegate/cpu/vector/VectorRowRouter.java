package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.LANES;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;
import org.moegate.cpu.LogitsRows;
import org.moegate.cpu.RowRouter;

/** Routes rows with vectors, in the reference's operations and so to its bits: first all scores, then the choice. */
public final class VectorRowRouter implements RowRouter {

    /** Floats of scratch in each of a block's arrays: few enough for the caches, and rows enough to overlap. */
    static final int BLOCK_FLOATS = 16384;

    /** A loop that the JVM never saw at work it may compile without knowing the vectors in it, and slow for good. */
    private static final int REHEARSALS_A_WORKING_ONE = 4;

    private static final String WIDE = "a row across all lanes";

    private final int mostRows;
    private final int readAhead;
    private final ScorePass scorePass;
    private final WideRouter wide;
    private final @Nullable LaneRouter lanes;
    private final float[] noBias;
    private int rehearsals;

    /**
     * A router for one spec.
     *
     * @param spec the gate
     */
    public VectorRowRouter(GateSpec spec) {
        mostRows = Math.clamp(BLOCK_FLOATS / VectorWidth.padded(spec.numExperts()), 1, LaneTiles.ROWS);
        readAhead = spec.numExperts() % LANES == 0 ? 0 : LANES;
        scorePass = new ScorePass(spec, mostRows);
        wide = new WideRouter(spec, mostRows, scorePass);
        lanes = runsInLanes(spec) ? new LaneRouter(spec, scorePass.scoreStride()) : null;
        noBias = new float[spec.numExperts() + readAhead];
        Arrays.fill(noBias, spec.numExperts(), noBias.length, Float.NEGATIVE_INFINITY);
    }

    /**
     * Whether a gate's rows, where there are enough of them, are routed in a lane each, by code of its own.
     *
     * @param spec the gate
     * @return whether they are
     */
    public static boolean runsInLanes(GateSpec spec) {
        return LaneRouter.suits(spec);
    }

    /**
     * How the best experts of a row across all lanes are ranked: found out without touching a vector.
     *
     * @param numRoutedTopk how many are chosen
     * @return a number for each way, which has code of its own
     */
    public static int rankingOf(int numRoutedTopk) {
        int ranking = 0;
        for (int most : new int[] {LaneNetwork.BEST, LaneNetwork16.BEST, CandidateSort.MOST, BestColumns.MOST}) {
            ranking += numRoutedTopk > most ? 1 : 0;
        }
        return ranking;
    }

    /**
     * Which code routes a gate's rows, and why.
     *
     * @param spec the gate
     * @return a line, or one for each range of batch sizes
     */
    public static List<String> explain(GateSpec spec) {
        String misfit = LaneRouter.misfit(spec);
        if (!misfit.isEmpty()) {
            return List.of("wide: " + WIDE + "; not lanes, as " + misfit);
        }
        int fewest = LaneRouter.fewestRows(spec.numExperts());
        return List.of(
                "up to " + (fewest - 1) + " tokens: wide: " + WIDE + "; lanes would be left empty",
                "from " + fewest + " tokens: lanes: a row in each of " + LaneTiles.ROWS
                        + " lanes, the last few as above; " + LaneRouter.fit(spec));
    }

    @Override
    public int mostRows() {
        return mostRows;
    }

    @Override
    public int slack() {
        return LANES;
    }

    /** Nothing, where a row ends with a whole vector. */
    @Override
    public int readAhead() {
        return readAhead;
    }

    /**
     * Calls, with little or nothing to do, the methods that the JVM compiles only after thousands of calls. Before that they
     * are so slow that as many calls at work would take a minute.
     *
     * @param topkIds as in {@link #route}, for the most rows; receives something
     * @param topkWeights likewise
     */
    public void rehearse(int[] topkIds, float[] topkWeights) {
        boolean atWork = rehearsals++ % REHEARSALS_A_WORKING_ONE == 0;
        scorePass.rehearse();
        wide.rehearse(atWork, noBias, topkIds, topkWeights);
        if (lanes != null) {
            lanes.rehearse(atWork, scorePass.scores(), noBias, topkIds, topkWeights);
        }
    }

    @Override
    public void widenBFloat16(short[] from, float[] to, int first, int count) {
        BFloat16.widen(from, to, first, count);
    }

    @Override
    public void route(int rows, LogitsRows logits, float @Nullable [] bias, int[] topkIds, float[] topkWeights) {
        float[] biases = bias == null ? noBias : bias;
        if (lanes != null && rows >= lanes.fewestRows()) {
            scorePass.run(rows, logits);
            lanes.route(rows, scorePass.scores(), biases, topkIds, topkWeights);
        } else {
            wide.route(rows, logits, biases, topkIds, topkWeights);
        }
    }
}
