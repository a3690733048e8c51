package org.moegate.conformance.judge;

import java.util.Arrays;
import org.moegate.conformance.cases.Routing;

/** The right answer for one row: topk ids and weights, and how far it is from being another. */
public final class ExactRow {

    /** The smallest gap, in choice score, that a conformant gate must resolve. */
    private static final double DECIDING_GAP = 1e-5;

    private static final double RELATIVE = 1e-5;
    private static final double ABSOLUTE = 1e-6;

    private final int[] ids;
    private final double[] weights;
    private final Gap gap;
    private final boolean comparable;

    /**
     * An answer.
     *
     * @param ids topk ids
     * @param weights topk weights
     * @param gap what the row hangs on
     * @param comparable whether a float32 gate's weights can come near: no overflow and no lost digits on the way
     */
    ExactRow(int[] ids, double[] weights, Gap gap, boolean comparable) {
        this.ids = ids;
        this.weights = weights;
        this.gap = gap;
        this.comparable = comparable;
    }

    /** A row of a routing that is taken as exact and decided. */
    static ExactRow of(Routing routing, int row) {
        float[] weights = routing.weightsOf(row);
        double[] wide = new double[weights.length];
        Arrays.setAll(wide, i -> weights[i]);
        return new ExactRow(routing.idsOf(row), wide, Gap.NONE, true);
    }

    /** The answer for a padding row. */
    static ExactRow padding(int topk) {
        int[] ids = new int[topk];
        Arrays.fill(ids, -1);
        return new ExactRow(ids, new double[topk], Gap.NONE, true);
    }

    /** Whether every conformant gate must return these ids. */
    boolean isDecided() {
        return gap.size() > DECIDING_GAP;
    }

    Gap gap() {
        return gap;
    }

    int id(int column) {
        return ids[column];
    }

    /** The nearest float32. */
    float weight(int column) {
        return (float) weights[column];
    }

    /** Whether a row has these ids, in this order, and weights as near as the conformant grade asks. */
    boolean isMetBy(Routing actual, int row) {
        return Arrays.equals(ids, actual.idsOf(row)) && (!comparable || areClose(actual.weightsOf(row)));
    }

    private boolean areClose(float[] actual) {
        for (int i = 0; i < weights.length; i++) {
            boolean equal = Float.compare((float) weights[i], actual[i]) == 0;
            double allowed = Math.max(ABSOLUTE, RELATIVE * Math.abs(weights[i]));
            // negated, so that NaN against a number is a difference
            if (!equal && !(Math.abs(weights[i] - actual[i]) <= allowed)) {
                return false;
            }
        }
        return true;
    }
}
