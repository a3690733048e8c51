package org.moegate.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** How often each routed expert was chosen. Padding and fused shared experts, which every token has, do not count. */
final class ExpertLoad {

    private static final String BARS = "▁▂▃▄▅▆▇█";

    private final long[] counts;

    private ExpertLoad(long[] counts) {
        this.counts = counts;
    }

    static ExpertLoad of(IntStream ids, int numExperts) {
        long[] counts = new long[numExperts];
        ids.filter(id -> id >= 0 && id < numExperts).forEach(id -> counts[id]++);
        return new ExpertLoad(counts);
    }

    List<Long> counts() {
        return Arrays.stream(counts).boxed().toList();
    }

    long count(int expert) {
        return counts[expert];
    }

    double mean() {
        return (double) Arrays.stream(counts).sum() / counts.length;
    }

    /** The load of the most loaded expert over the mean: 1 is a perfect balance. Empty where nothing was chosen. */
    OptionalDouble imbalance() {
        double mean = mean();
        return mean == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Arrays.stream(counts).max().orElseThrow() / mean);
    }

    long idle() {
        return Arrays.stream(counts).filter(count -> count == 0).count();
    }

    /** The experts chosen most, the most loaded first; fewer where fewer were chosen at all. */
    List<Integer> mostLoaded(int most) {
        return IntStream.range(0, counts.length)
                .boxed()
                .filter(expert -> counts[expert] > 0)
                .sorted(Comparator.comparingLong((Integer expert) -> counts[expert])
                        .reversed())
                .limit(most)
                .toList();
    }

    /** Neighbouring experts that share a bar of a strip. */
    int expertsPerBar(int mostBars) {
        return Math.ceilDiv(counts.length, mostBars);
    }

    /** The experts in order, as bars of the mean load of the experts that share one; the tallest is full height. */
    String strip(int mostBars) {
        int perBar = expertsPerBar(mostBars);
        double[] means = new double[Math.ceilDiv(counts.length, perBar)];
        for (int bar = 0; bar < means.length; bar++) {
            int from = bar * perBar;
            int to = Math.min(from + perBar, counts.length);
            means[bar] = Arrays.stream(counts, from, to).average().orElseThrow();
        }
        double tallest = Arrays.stream(means).max().orElseThrow();
        StringBuilder strip = new StringBuilder(means.length);
        for (double mean : means) {
            strip.append(BARS.charAt(height(mean, tallest)));
        }
        return strip.toString();
    }

    private static int height(double mean, double tallest) {
        return mean == 0 ? 0 : (int) Math.round(mean / tallest * (BARS.length() - 1));
    }
}
