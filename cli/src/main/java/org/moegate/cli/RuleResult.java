package org.moegate.cli;

import java.util.Comparator;
import java.util.List;

/**
 * How a device did under a rule.
 *
 * @param tests the rule's tests on the device, at least one
 */
record RuleResult(List<KitTest> tests) {

    KitRule rule() {
        return tests.getFirst().rule();
    }

    KitOutcome outcome() {
        return worst().outcome();
    }

    /** Why it was skipped or how it first failed; empty where it passed. */
    String message() {
        return worst().message();
    }

    private KitTest worst() {
        // of equals, max would take the last
        return tests.stream()
                .sorted(Comparator.comparing(KitTest::outcome).reversed())
                .findFirst()
                .orElseThrow();
    }
}
