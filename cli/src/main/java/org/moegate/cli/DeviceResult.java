package org.moegate.cli;

import java.util.List;

/**
 * How a device did under some rules.
 *
 * @param device as {@code backend:device}
 * @param rules those that were run, in the contract's order
 */
record DeviceResult(String device, List<RuleResult> rules) {

    List<RuleResult> with(KitOutcome outcome) {
        return rules.stream().filter(rule -> rule.outcome() == outcome).toList();
    }

    int tests() {
        return rules.stream().mapToInt(rule -> rule.tests().size()).sum();
    }
}
