package org.moegate.cpu.vector;

import org.jspecify.annotations.Nullable;
import org.moegate.GateSpec;

/**
 * Routes scored rows that lie across the lanes, as many keys to a step as a register holds: any shape, and any number of rows.
 * Every step runs over all rows before the next one starts: the steps of one row wait for each other, those of different rows
 * overlap in the processor.
 */
final class WideRouter {

    private final @Nullable OpenExperts openExperts;
    private final KeyPass keyPass;
    private final RankedIds ranked;
    private final KeySelector selector;
    private final WeightPass weightPass;

    WideRouter(GateSpec spec, int mostRows, ScorePass scored) {
        int numOpen = spec.topkGroup() * spec.groupSize();
        int routed = spec.numRoutedTopk();
        keyPass = new KeyPass(new RowParts(spec.numExperts(), routed), mostRows, scored.scores(), scored.scoreStride());
        RowParts parts = new RowParts(numOpen, routed);
        ranked = new RankedIds(routed, spec.topk(), scored.zeroScore(), mostRows);
        if (!OpenExperts.areFewer(spec)) {
            openExperts = null;
            selector = new KeySelector(numOpen, parts, ranked, mostRows, scored::clear);
        } else {
            OpenExperts open = new OpenExperts(spec, mostRows, parts);
            openExperts = open;
            selector = new KeySelector(
                    numOpen, parts, ranked, mostRows, (row, place) -> scored.clear(row, open.id(row, place)));
        }
        weightPass = new WeightPass(spec, ranked, scored.scores(), scored.scoreStride(), mostRows);
    }

    /**
     * Routes the rows that were scored. The vectors written last may reach a vector's length behind them.
     *
     * @param bias the bias, and behind it a vector's length of −∞
     */
    void route(int rows, float[] bias, int[] topkIds, float[] topkWeights) {
        keyPass.run(rows, bias);
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
