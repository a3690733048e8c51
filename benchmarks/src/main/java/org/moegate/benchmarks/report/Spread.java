package org.moegate.benchmarks.report;

import java.util.Arrays;
import org.moegate.benchmarks.Medians;

/**
 * Where samples of one time lie. Of fewer than twenty, low and high are the least and the greatest.
 *
 * @param median half of the samples are below
 * @param low a twentieth of the samples are below
 * @param high a twentieth of the samples are above
 * @param samples how many there are
 */
public record Spread(double median, double low, double high, int samples) {

    private static final double TAIL = 0.05;

    /**
     * The spread of some samples.
     *
     * @param samples at least one, in any order
     */
    public static Spread of(double... samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        int cut = (int) (TAIL * sorted.length);
        return new Spread(Medians.of(sorted), sorted[cut], sorted[sorted.length - 1 - cut], sorted.length);
    }

    /** Whether all between low and high is above all of another. */
    boolean isAbove(Spread other) {
        return low > other.high;
    }
}
