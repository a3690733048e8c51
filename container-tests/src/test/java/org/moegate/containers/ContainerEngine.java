package org.moegate.containers;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/** Skips tests where no container engine can be had, and stops the private one after the last test. */
final class ContainerEngine implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        // JUnit closes what is in the root's store when all tests are done
        context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(PrivateEngine.class, key -> PrivateEngine.OF_THIS_PROCESS);
        if (DockerClientFactory.instance().isDockerAvailable()) {
            return ConditionEvaluationResult.enabled("a container engine answers");
        }
        String reason = reason();
        System.err.println("moegate: container tests are skipped: " + reason);
        return ConditionEvaluationResult.disabled(reason);
    }

    private static String reason() {
        String reason = "no container engine answers: start Docker or Podman, or set DOCKER_HOST to where one listens"
                + " (what was tried stands in container-tests/target/testcontainers.log)";
        String failure = PrivateEngine.OF_THIS_PROCESS.failure();
        return failure.isEmpty() ? reason : reason + "; nor can a private one run here: " + failure;
    }
}
