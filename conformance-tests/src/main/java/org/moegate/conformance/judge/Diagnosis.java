package org.moegate.conformance.judge;

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
        boolean padding = row >= input.numTokenNonPadded();
        Gap gap = padding
                ? Gap.NONE
                : Oracle.route(input.spec(), input.logitsRow(row), input.bias()).gap();
        return of("row %d of %d%s:%n%s%nthe row hangs on %s"
                .formatted(
                        row,
                        input.numTokens(),
                        padding ? ", which is padding" : "",
                        difference.table(),
                        padding ? "nothing" : gap));
    }

    String of(String what) {
        RuleName rule = subject.rule();
        return """
                %s
                  rule     %s, contract %s
                  device   %s, judged as %s
                  case     %s
                  seen     %s
                  check    %s
                  again    ./moegate conformance --backend %s --rule %s%s""".formatted(
                        rule.sentence(),
                        rule.id(),
                        rule.contract(),
                        subject,
                        subject.grade() == Grade.BIT_EXACT ? "bit-exact" : "conformant",
                        input,
                        what.indent(11).strip(),
                        rule.check(),
                        subject,
                        rule.id(),
                        input.replay());
    }
}
