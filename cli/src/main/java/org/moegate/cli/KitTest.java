package org.moegate.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;

/**
 * A test of a rule on a device, perhaps for one golden file or range of seeds.
 *
 * @param rule the rule
 * @param device as {@code backend:device}
 * @param outcome what became of it
 * @param message why it was skipped or how it failed; empty where it passed
 */
record KitTest(KitRule rule, String device, KitOutcome outcome, String message) {

    static KitTest of(KitRule rule, String device, TestExecutionResult result) {
        return switch (result.getStatus()) {
            case SUCCESSFUL -> new KitTest(rule, device, KitOutcome.PASSED, "");
            case ABORTED -> new KitTest(rule, device, KitOutcome.SKIPPED, message(result));
            case FAILED -> new KitTest(rule, device, KitOutcome.FAILED, message(result));
        };
    }

    /** What a failure says, which the kit writes for people; what was thrown, where it says nothing. */
    static String message(TestExecutionResult result) {
        @Nullable Throwable thrown = result.getThrowable().orElse(null);
        @Nullable String message = thrown == null ? null : thrown.getMessage();
        return Objects.requireNonNullElseGet(message, () -> String.valueOf(thrown));
    }
}
