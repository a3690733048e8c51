package org.moegate.cpu.vector;

import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;
import org.moegate.cpu.LogitsRows;

/**
 * Routes rows that lie across the lanes, as many keys to a step as a register holds: any shape, and any number of rows. Every
 * step runs over all rows before the next one starts: the steps of one row wait for each other, those of different rows overlap
 * in the processor.
 */
final class WideRouter {

    private final ScorePass scorePass;
    private final KeyPass keyPass;
    private final @Nullable OpenExperts openExperts;
    private final RankedIds ranked;
    private final KeySelector selector;
    private final WeightPass weightPass;

    WideRouter(GateSpec spec, int mostRows, ScorePass scorePass) {
        this.scorePass = scorePass;
        int numOpen = spec.topkGroup() * spec.groupSize();
        int routed = spec.numRoutedTopk();
        RowParts allParts = new RowParts(spec.numExperts(), routed);
        keyPass = new KeyPass(allParts, mostRows, scorePass.scores(), scorePass.scoreStride());
        RowParts parts = new RowParts(numOpen, routed);
        ranked = new RankedIds(routed, spec.topk(), scorePass.zeroScore(), mostRows);
        if (!OpenExperts.areFewer(spec)) {
            openExperts = null;
            selector = new KeySelector(numOpen, parts, ranked, mostRows, scorePass::clear);
        } else {
            OpenExperts open = new OpenExperts(spec, mostRows, parts, allParts.width());
            openExperts = open;
            selector = new KeySelector(
                    numOpen, parts, ranked, mostRows, (row, place) -> scorePass.clear(row, open.id(row, place)));
        }
        weightPass = new WeightPass(spec, ranked, scorePass.scores(), scorePass.scoreStride(), mostRows);
    }

    /**
     * See {@link VectorRowRouter#rehearse}.
     *
     * @param atWork whether loops shall run
     */
    void rehearse(boolean atWork, float[] bias, int[] topkIds, float[] topkWeights) {
        keyPass.run(0, 0, bias);
        choose(0, topkIds, topkWeights);
        selector.rehearse(atWork);
    }

    /**
     * Routes rows. The vectors written last may reach a vector's length behind them.
     *
     * @param bias the bias, and behind it −∞ to the end of the last vector
     */
    void route(int rows, LogitsRows logits, float[] bias, int[] topkIds, float[] topkWeights) {
        for (int first = 0; first < rows; first += scorePass.rowsAtOnce()) {
            int end = Math.min(rows, first + scorePass.rowsAtOnce());
            scorePass.run(first, end, logits);
            keyPass.run(first, end, bias);
        }
        choose(rows, topkIds, topkWeights);
    }

    private void choose(int rows, int[] topkIds, float[] topkWeights) {
        if (openExperts == null) {
            selector.select(rows, keyPass.keys(), keyPass.maxima());
        } else {
            openExperts.find(rows, keyPass.keys());
            selector.select(rows, openExperts.keys(), openExperts.laneMaxima());
            openExperts.identify(rows, ranked);
        }
        weightPass.run(rows, topkIds, topkWeights);
    }
}
