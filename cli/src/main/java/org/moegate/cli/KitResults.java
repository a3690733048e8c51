package org.moegate.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Collects what became of each test. */
final class KitResults implements TestExecutionListener {

    private final List<String> devices;
    private final List<KitTest> tests = new ArrayList<>();
    private final List<String> breakdowns = new ArrayList<>();

    KitResults(List<String> devices) {
        this.devices = devices;
    }

    @Override
    public void executionFinished(TestIdentifier finished, TestExecutionResult result) {
        Optional<KitRule> rule = KitRule.of(finished);
        Optional<String> device =
                devices.stream().filter(each -> isOn(finished, each)).findFirst();
        if (rule.isPresent() && device.isPresent()) {
            tests.add(KitTest.of(rule.get(), device.get(), result));
        } else if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            breakdowns.add(finished.getDisplayName() + ": " + KitTest.message(result));
        }
    }

    /** The kit shows a test as its device, and behind a comma what else sets it apart. */
    private static boolean isOn(TestIdentifier test, String device) {
        return test.getDisplayName().equals(device) || test.getDisplayName().startsWith(device + ", ");
    }

    /** How each device did. */
    List<DeviceResult> byDevice() {
        return devices.stream().map(this::of).toList();
    }

    private DeviceResult of(String device) {
        Map<KitRule, List<KitTest>> byRule = tests.stream()
                .filter(test -> test.device().equals(device))
                .collect(Collectors.groupingBy(
                        KitTest::rule, () -> new TreeMap<>(KitRule.BY_CONTRACT), Collectors.toList()));
        return new DeviceResult(
                device, byRule.values().stream().map(RuleResult::new).toList());
    }

    boolean anyFailed() {
        return tests.stream().anyMatch(test -> test.outcome() == KitOutcome.FAILED);
    }

    /** Fails if anything went wrong outside the tests of a device, so that some are missing. */
    void requireComplete() {
        if (!breakdowns.isEmpty()) {
            // one cause mostly keeps every rule from running
            int others = breakdowns.size() - 1;
            throw new FailedRunException("the kit could not run everything: " + breakdowns.getFirst()
                    + (others == 0 ? "" : "; and " + others + " more, see JUnit's XML"));
        }
    }
}
