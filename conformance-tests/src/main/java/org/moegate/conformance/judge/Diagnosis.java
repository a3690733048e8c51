package org.moegate.conformance.judge;

import java.util.OptionalLong;
import org.moegate.conformance.cases.RoutingCase;
import org.moegate.spi.Grade;

/**
 * Tells a failure so that a backend's author knows where to look.
 *
 * @param subject the device and the rule
 * @param input the case
 */
record Diagnosis(Subject subject, RoutingCase input) {

    String of(Difference difference) {
        int row = difference.row();
        String padding = row < input.numTokenNonPadded() ? "" : ", which is padding";
        return of("row %d of %d%s:%n%s%n%s"
                .formatted(row, input.numTokens(), padding, difference.table(), decision(difference)));
    }

    String of(String seen) {
        return text(subject, input.toString(), input.seed(), seen);
    }

    static String text(Subject subject, String input, OptionalLong seed, String seen) {
        RuleName rule = subject.rule();
        return """
                %s
                  rule     %s, contract %s
                  device   %s, tested as %s
                  case     %s
                  seen     %s
                  check    %s
                  again    %s""".formatted(
                        rule.sentence(),
                        rule.id(),
                        rule.contract(),
                        subject,
                        subject.grade() == Grade.BIT_EXACT ? "bit-exact" : "conformant",
                        indented(input),
                        indented(seen),
                        rule.check(),
                        subject.rerun().of(subject, seed));
    }

    /** What decides between the first two experts that are not the same. */
    private String decision(Difference difference) {
        int row = difference.row();
        int column = difference.firstOtherId();
        if (column < 0) {
            return "ids agree, weights do not";
        }
        return row >= input.numTokenNonPadded()
                ? "padding gets ids -1 and weights 0"
                : "column %d hangs on this: %s"
                        .formatted(
                                column,
                                Oracle.why(
                                        input.spec(),
                                        input.logitsRow(row),
                                        input.bias(),
                                        difference.expected().id(column),
                                        difference.actualId(column)));
    }

    private static String indented(String text) {
        return text.indent(11).strip();
    }
}
