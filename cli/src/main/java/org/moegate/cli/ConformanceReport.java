package org.moegate.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Shows to people what a run of the conformance kit found. */
final class ConformanceReport {

    /** Failures of a device that are shown in full; one cause often breaks many rules. */
    private static final int FAILURES_SHOWN = 3;

    /** The sections of docs/contract.md. */
    static final List<String> SECTIONS =
            List.of("Inputs", "Steps", "Ties", "Memory", "Calls", "Grades", "Backends", "After the gate");

    /** A line of the table: the rules of a section. */
    private record Line(String title, DeviceResult result) {}

    private final PrintWriter out;
    private final CertificateFiles certificates;

    ConformanceReport(PrintWriter out, CertificateFiles certificates) {
        this.out = out;
        this.certificates = certificates;
    }

    void print(DeviceResult result) throws IOException {
        out.println(PrintableText.of(certificates.verdict(result.device())));
        out.println();
        out.print(Tables.render(
                lines(result),
                List.of(
                        Tables.text("contract").with(Line::title),
                        Tables.number("rules").with(line -> number(line.result().rules())),
                        Tables.number("passed")
                                .with(line -> number(line.result().with(KitOutcome.PASSED))),
                        Tables.number("skipped")
                                .with(line -> number(line.result().with(KitOutcome.SKIPPED))),
                        Tables.number("failed")
                                .with(line -> number(line.result().with(KitOutcome.FAILED))),
                        Tables.number("tests")
                                .with(line -> String.valueOf(line.result().tests())))));
        out.println();
        printSkipped(result.with(KitOutcome.SKIPPED));
        printFailed(result.with(KitOutcome.FAILED));
        out.println("The certificate is "
                + PrintableText.of(certificates.of(result.device()).toString()) + ", with JUnit's XML beside it.");
        out.println();
    }

    /** Last, where someone who waits for another device will look. */
    void printUntested(List<String> backends) {
        backends.forEach(each -> out.println("Not tested: " + PrintableText.of(each)));
    }

    private static String number(List<RuleResult> rules) {
        return String.valueOf(rules.size());
    }

    private static Collection<Line> lines(DeviceResult result) {
        List<Line> lines = new ArrayList<>();
        result.rules().stream()
                .collect(Collectors.groupingBy(each -> each.rule().section(), TreeMap::new, Collectors.toList()))
                .forEach((section, rules) ->
                        lines.add(new Line(title(section), new DeviceResult(result.device(), rules))));
        lines.add(new Line("all", result));
        return lines;
    }

    private static String title(int section) {
        return section + " " + SECTIONS.get(section - 1);
    }

    private void printSkipped(List<RuleResult> skipped) {
        if (skipped.isEmpty()) {
            return;
        }
        out.println("Skipped:");
        skipped.forEach(each -> out.println("  " + each.rule().id() + ": " + PrintableText.of(each.message())));
        out.println();
    }

    private void printFailed(List<RuleResult> failed) {
        failed.stream().limit(FAILURES_SHOWN).forEach(each -> {
            out.println(
                    "Failed " + each.rule().id() + ", contract " + each.rule().contract() + ":");
            PrintableText.lines(each.message()).forEach(line -> out.println("  " + line));
            out.println();
        });
        if (failed.size() > FAILURES_SHOWN) {
            out.println("Failed too, with details in the certificate: "
                    + failed.stream()
                            .skip(FAILURES_SHOWN)
                            .map(each -> each.rule().id())
                            .collect(Collectors.joining(", ")));
            out.println();
        }
    }
}
