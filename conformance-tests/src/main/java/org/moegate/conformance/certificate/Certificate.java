package org.moegate.conformance.certificate;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.moegate.conformance.judge.RuleName;
import org.moegate.spi.GateDevice;
import org.moegate.spi.Grade;

/** What a device was held to and how it did, as a page that can be kept. Safe for use by many threads. */
public final class Certificate {

    private final String backend;
    private final GateDevice device;
    private final Grade judgedBy;
    private final int rulesInAll;
    private final String inputs;
    private final boolean enoughInputs;
    private final Map<RuleName, List<Outcome>> outcomes =
            new TreeMap<>(Comparator.comparingInt(RuleName::line).thenComparing(RuleName::id));

    /**
     * An empty page.
     *
     * @param backend name
     * @param device of the backend
     * @param judgedBy the grade that was tested
     * @param rulesInAll how many rules a whole run has
     * @param inputs what random and golden inputs there were, in words
     * @param enoughInputs whether they are as many as a certificate asks for
     */
    public Certificate(
            String backend, GateDevice device, Grade judgedBy, int rulesInAll, String inputs, boolean enoughInputs) {
        this.backend = backend;
        this.device = device;
        this.judgedBy = judgedBy;
        this.rulesInAll = rulesInAll;
        this.inputs = inputs;
        this.enoughInputs = enoughInputs;
    }

    /** Adds a test of a rule. */
    public synchronized void record(RuleName rule, Outcome outcome) {
        outcomes.computeIfAbsent(rule, key -> new ArrayList<>()).add(outcome);
    }

    /** The page. */
    public synchronized String toMarkdown() {
        return """
                # %s on %s:%s

                | | |
                | --- | --- |
                | device | %s |
                | grade claimed | %s |
                | grade tested | %s |
                | rules | %s |
                | inputs | %s |
                | machine | %s %s, Java %s |
                | date | %s |

                | contract | rule | | tests |
                | --- | --- | --- | --- |
                %s
                %s""".formatted(
                        verdict(),
                        backend,
                        device.id(),
                        device.description(),
                        word(device.grade()),
                        word(judgedBy),
                        counts(),
                        inputs,
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.version(),
                        LocalDate.now(ZoneId.systemDefault()),
                        outcomes.keySet().stream().map(this::row).collect(Collectors.joining("\n")),
                        notes());
    }

    private String verdict() {
        if (countByKind().getOrDefault(Outcome.Kind.FAILED, 0) > 0) {
            return "Not " + word(judgedBy);
        }
        if (outcomes.size() < rulesInAll) {
            return "Not certified: " + outcomes.size() + " of " + rulesInAll + " rules were run,";
        }
        if (!enoughInputs) {
            return "Not certified: fewer random cases or shapes, or shorter long runs, than usual,";
        }
        boolean routes = outcomes.keySet().stream()
                .anyMatch(
                        rule -> rule.contract().startsWith("2.") && worst(rule).kind() == Outcome.Kind.PASSED);
        return routes ? "Certified " + word(judgedBy) : "Not certified: every request was refused,";
    }

    private String counts() {
        Map<Outcome.Kind, Integer> counts = countByKind();
        return rulesInAll + ": "
                + List.of(Outcome.Kind.PASSED, Outcome.Kind.SKIPPED, Outcome.Kind.FAILED).stream()
                        .map(kind -> counts.getOrDefault(kind, 0) + " " + kind)
                        .collect(Collectors.joining(", "));
    }

    private Map<Outcome.Kind, Integer> countByKind() {
        Map<Outcome.Kind, Integer> counts = new EnumMap<>(Outcome.Kind.class);
        outcomes.keySet().forEach(rule -> counts.merge(worst(rule).kind(), 1, Integer::sum));
        return counts;
    }

    private String row(RuleName rule) {
        return "| %s | %s | %s | %d |"
                .formatted(
                        rule.contract(),
                        rule.sentence(),
                        worst(rule).kind(),
                        testsOf(rule).size());
    }

    /** Reasons of skipped tests, requests that passed ones did not cover, and the first failure of each rule in full. */
    private String notes() {
        StringBuilder notes = new StringBuilder();
        for (RuleName rule : outcomes.keySet()) {
            Outcome worst = worst(rule);
            if (worst.message().isEmpty()) {
                continue;
            }
            notes.append("%n## %s, %s%n%n".formatted(rule.id(), worst.kind()));
            notes.append(
                    worst.kind() == Outcome.Kind.FAILED
                            ? worst.message().indent(4)
                            : "Not covered: " + worst.message() + "\n");
        }
        return notes.toString();
    }

    private Outcome worst(RuleName rule) {
        return testsOf(rule).stream()
                .max(Comparator.comparing(Outcome::kind)
                        .thenComparingInt(outcome -> outcome.message().length()))
                .orElseThrow();
    }

    private List<Outcome> testsOf(RuleName rule) {
        return outcomes.getOrDefault(rule, List.of());
    }

    private static String word(Grade grade) {
        return grade == Grade.BIT_EXACT ? "bit-exact" : "conformant";
    }
}
