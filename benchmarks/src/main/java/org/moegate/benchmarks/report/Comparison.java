package org.moegate.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.moegate.DType;
import org.moegate.benchmarks.report.BenchReport.Figure;
import org.moegate.benchmarks.report.BenchReport.Kind;

/**
 * This run beside an earlier one. A figure has changed if the spreads of the two runs do not meet and their medians differ by at
 * least {@value #LEAST_PERCENT} percent; anything else is noise.
 *
 * @param earlierDate when the earlier run started
 * @param drift how many times as long as before the baselines and floors take, whose code is the same: the machine's own change;
 *     1 where there are none
 * @param doubts why the comparison may mislead; empty if nothing is known
 * @param changes every case that both runs have, in this run's order
 */
public record Comparison(String earlierDate, double drift, List<String> doubts, List<Change> changes) {

    /** Medians that are closer are called the same, however narrow the spreads are. */
    public static final int LEAST_PERCENT = 5;

    private static final double LEAST_RATIO = 1 + LEAST_PERCENT / 100.0;

    /** What became of a figure. */
    public enum Verdict {
        /** It takes longer. */
        SLOWER,
        /** It takes less long. */
        FASTER,
        /** It differs by no more than noise. */
        SAME
    }

    /**
     * A case that both runs have.
     *
     * @param subject id of what was timed
     * @param model name of the gate
     * @param dtype element type of the logits
     * @param tokens rows of a call
     * @param earlier the earlier run's time
     * @param now this run's time
     * @param verdict what became of it
     */
    public record Change(
            String subject, String model, DType dtype, int tokens, Spread earlier, Spread now, Verdict verdict) {

        /** How many times as long as before it takes, by the medians. */
        public double ratio() {
            return now.median() / earlier.median();
        }
    }

    /** Compares two runs. */
    public static Comparison of(BenchReport earlier, BenchReport now) {
        List<Change> changes = new ArrayList<>();
        for (Figure figure : now.figures()) {
            earlier.figure(figure.subject(), figure.model(), figure.dtype(), figure.tokens())
                    .ifPresent(before -> changes.add(change(before, figure)));
        }
        double drift = drift(now, changes);
        return new Comparison(earlier.date(), drift, doubts(earlier, now, drift, changes), List.copyOf(changes));
    }

    private static Change change(Figure before, Figure figure) {
        return new Change(
                figure.subject(),
                figure.model(),
                figure.dtype(),
                figure.tokens(),
                before.nanos(),
                figure.nanos(),
                verdict(before.nanos(), figure.nanos()));
    }

    private static Verdict verdict(Spread earlier, Spread now) {
        double ratio = now.median() / earlier.median();
        if (now.isAbove(earlier) && ratio >= LEAST_RATIO) {
            return Verdict.SLOWER;
        }
        return earlier.isAbove(now) && ratio <= 1 / LEAST_RATIO ? Verdict.FASTER : Verdict.SAME;
    }

    private static double drift(BenchReport now, List<Change> changes) {
        double[] ratios = changes.stream()
                .filter(change -> now.subject(change.subject()).kind() != Kind.BACKEND)
                .mapToDouble(Change::ratio)
                .toArray();
        return ratios.length == 0 ? 1 : Spread.of(ratios).median();
    }

    private static List<String> doubts(BenchReport earlier, BenchReport now, double drift, List<Change> changes) {
        List<String> doubts = new ArrayList<>();
        if (changes.isEmpty()) {
            doubts.add("the two runs have no case in common");
        }
        differs("processor", earlier.host().cpu(), now.host().cpu()).ifPresent(doubts::add);
        differs("number of processors", earlier.host().processors(), now.host().processors())
                .ifPresent(doubts::add);
        differs("operating system", earlier.host().os(), now.host().os()).ifPresent(doubts::add);
        differs("JDK", earlier.host().jdk(), now.host().jdk()).ifPresent(doubts::add);
        differs("JVM flags", earlier.host().jvmFlags(), now.host().jvmFlags()).ifPresent(doubts::add);
        differs("--threads", earlier.settings().threads(), now.settings().threads())
                .ifPresent(doubts::add);
        differs("--quick", earlier.settings().quick(), now.settings().quick()).ifPresent(doubts::add);
        now.subjects().stream()
                .flatMap(subject -> earlier.subjects().stream()
                        .filter(before -> before.id().equals(subject.id()))
                        .flatMap(
                                before -> differs(
                                        subject.name() + "'s device or library",
                                        before.description(),
                                        subject.description())
                                        .stream()))
                .forEach(doubts::add);
        if (Math.max(drift, 1 / drift) >= LEAST_RATIO) {
            doubts.add(
                    "the machine itself has changed: baselines and floors, whose code is the same, took %.2f times as long"
                            .formatted(drift));
        }
        return List.copyOf(doubts);
    }

    private static Optional<String> differs(String what, Object earlier, Object now) {
        return Objects.equals(earlier, now) ? Optional.empty() : Optional.of(what + " was " + earlier + ", is " + now);
    }

    /** The changes of some verdicts, those of the greatest ratio first. */
    public List<Change> with(Verdict... verdicts) {
        return changes.stream()
                .filter(change -> Arrays.asList(verdicts).contains(change.verdict()))
                .sorted((a, b) -> Double.compare(b.ratio(), a.ratio()))
                .toList();
    }
}
