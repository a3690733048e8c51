package org.moegate.cpu.vector;

import static org.moegate.cpu.vector.VectorWidth.LANES;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;
import org.moegate.cpu.RowRouter;

/**
 * Routes rows with vectors, in the reference's operations and so to its bits. Every step runs over all rows before the next
 * one starts: the steps of one row wait for each other, those of different rows overlap in the processor.
 */
public final class VectorRowRouter implements RowRouter {

    /** Floats of scratch in each of a block's arrays, so that all of them stay in the first-level cache. */
    private static final int BLOCK_FLOATS = 2048;

    private static final int MOST_ROWS = 16;

    private final int mostRows;
    private final ScorePass scorePass;
    private final @Nullable OpenExperts openExperts;
    private final RankedIds ranked;
    private final KeySelector selector;
    private final WeightPass weightPass;
    private final float[] noBias;

    /**
     * A router for one spec.
     *
     * @param spec the gate
     */
    public VectorRowRouter(GateSpec spec) {
        int numOpen = spec.topkGroup() * spec.groupSize();
        int routed = spec.numRoutedTopk();
        RowParts allParts = new RowParts(spec.numExperts(), routed);
        RowParts parts = new RowParts(numOpen, routed);
        mostRows = Math.clamp(BLOCK_FLOATS / allParts.width(), 1, MOST_ROWS);
        scorePass = new ScorePass(spec, mostRows, allParts);
        ranked = new RankedIds(routed, spec.topk(), scorePass.zeroScore(), mostRows);
        if (numOpen == spec.numExperts()) {
            openExperts = null;
            selector = new KeySelector(numOpen, parts, ranked, mostRows, scorePass::clear);
        } else {
            OpenExperts open = new OpenExperts(spec, mostRows, parts);
            openExperts = open;
            selector = new KeySelector(
                    numOpen, parts, ranked, mostRows, (row, place) -> scorePass.clear(row, open.id(row, place)));
        }
        weightPass = new WeightPass(spec, ranked, scorePass.scores(), scorePass.scoreStride(), mostRows);
        noBias = new float[spec.numExperts() + LANES];
        Arrays.fill(noBias, spec.numExperts(), noBias.length, Float.NEGATIVE_INFINITY);
    }

    @Override
    public int mostRows() {
        return mostRows;
    }

    @Override
    public int slack() {
        return LANES;
    }

    @Override
    public void widenBFloat16(short[] from, float[] to, int first, int count) {
        BFloat16.widen(from, to, first, count);
    }

    @Override
    public void route(
            int rows,
            float[] logits,
            int logitsAt,
            int logitsStride,
            float @Nullable [] bias,
            int[] topkIds,
            float[] topkWeights) {
        scorePass.run(rows, logits, logitsAt, logitsStride, bias == null ? noBias : bias);
        if (openExperts == null) {
            selector.select(rows, scorePass.keys(), scorePass.laneMaxima());
        } else {
            openExperts.find(rows, scorePass.keys());
            selector.select(rows, openExperts.keys(), openExperts.laneMaxima());
            openExperts.identify(rows, ranked);
        }
        weightPass.run(rows, topkIds, topkWeights);
    }
}
