package org.moegate.conformance;

import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/**
 * A rule on a backend that cannot run.
 *
 * @param name the backend's
 * @param reason why it cannot
 */
record SkippedTest(String name, String reason) implements TestTemplateInvocationContext {

    @Override
    public String getDisplayName(int invocationIndex) {
        return name;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        ExecutionCondition never = context -> ConditionEvaluationResult.disabled(reason);
        return List.of(never);
    }
}
