package org.moegate.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.benchmarks.report.Comparison.Verdict;

@DisplayName("a comparison of two runs")
class ComparisonTest {

    private static final Spread BASELINE = Spread.of(1000, 1010, 1020);
    private static final Spread EARLIER = Spread.of(100, 105, 110);

    private static Comparison compare(Spread earlier, Spread now) {
        return Comparison.of(Reports.of(earlier, BASELINE), Reports.of(now, BASELINE));
    }

    private static Verdict verdict(Spread now) {
        return compare(EARLIER, now).changes().getFirst().verdict();
    }

    @Test
    @DisplayName("calls slower or faster what lies beyond both spreads")
    void beyondNoise() {
        assertEquals(Verdict.SLOWER, verdict(Spread.of(111, 130, 150)));
        assertEquals(Verdict.FASTER, verdict(Spread.of(80, 90, 99)));
    }

    @Test
    @DisplayName("calls the same what lies within a spread, however far the medians are apart")
    void withinSpread() {
        assertEquals(Verdict.SAME, verdict(Spread.of(109, 200, 300)));
        assertEquals(Verdict.SAME, verdict(Spread.of(40, 50, 101)));
    }

    @Test
    @DisplayName("calls the same what is less than 5 % apart, however narrow the spreads are")
    void withinFivePercent() {
        assertEquals(
                Verdict.SAME,
                compare(Spread.of(100), Spread.of(104)).changes().getFirst().verdict());
        assertEquals(
                Verdict.SLOWER,
                compare(Spread.of(100), Spread.of(106)).changes().getFirst().verdict());
    }

    @Test
    @DisplayName("has no doubts about a machine that stayed the same")
    void noDoubts() {
        assertEquals(List.of(), compare(EARLIER, Spread.of(200)).doubts());
    }

    @Test
    @DisplayName("is doubtful where the JDK differs, and says both")
    void anotherJdk() {
        Comparison comparison = Comparison.of(Reports.of(EARLIER, BASELINE), Reports.onAnotherJdk(EARLIER, BASELINE));
        assertEquals(List.of("JDK was a JDK 25, is a JDK 26"), comparison.doubts());
    }

    @Test
    @DisplayName("is doubtful where code that is the same got slower")
    void drift() {
        BenchReport slow = Reports.of(EARLIER, Spread.of(2000, 2020, 2040));
        // the median of the baseline, twice as slow, and of the floor, which is as it was
        Comparison comparison = Comparison.of(Reports.of(EARLIER, BASELINE), slow);
        assertEquals(1.5, comparison.drift(), 0.01);
        assertTrue(
                comparison.doubts().getFirst().contains("1.50 times as long"),
                comparison.doubts().toString());
    }

    @Test
    @DisplayName("leaves out a twentieth of the samples at each end of a spread")
    void spread() {
        double[] samples = new double[40];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = 40 - i;
        }
        assertEquals(new Spread(20.5, 3, 38, 40), Spread.of(samples));
        assertEquals(new Spread(2, 1, 9, 3), Spread.of(9, 1, 2));
    }
}
