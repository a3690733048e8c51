package org.moegate.conformance.broken;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.moegate.conformance.GateConformance;
import org.moegate.spi.BackendProvider;

/** A run of the kit within a test. */
final class KitRun implements TestExecutionListener {

    /** What the kit under test sees; runs come one after the other. */
    private static volatile BackendProvider provider = StepwiseProvider.ofGates(StepwiseGate::new);

    private final Map<String, List<TestExecutionResult>> results = new LinkedHashMap<>();

    private KitRun() {}

    /** Runs one rule, or all of them where its name is empty. */
    static KitRun of(BackendProvider backend, String rule, Path certificates, Map<String, String> settings) {
        provider = backend;
        PostDiscoveryFilter ofRule = descriptor -> FilterResult.includedIf(rule.isEmpty()
                || descriptor
                        .getSource()
                        .filter(MethodSource.class::isInstance)
                        .map(source -> ((MethodSource) source).getMethodName().equals(rule))
                        .orElse(false));
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Kit.class))
                .filters(ofRule)
                .configurationParameter("moegate.conformance.certificates", certificates.toString())
                .configurationParameters(settings)
                .build();
        KitRun run = new KitRun();
        LauncherFactory.create().execute(request, run);
        return run;
    }

    /** The rules with a test of this status, in the order of their first. */
    List<String> rules(Status status) {
        return results.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(result -> result.getStatus() == status))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What a failed or skipped rule said first. */
    String message(String rule) {
        return results.getOrDefault(rule, List.of()).stream()
                .flatMap(result -> result.getThrowable().stream())
                .map(thrown -> String.valueOf(thrown.getMessage()))
                .findFirst()
                .orElse("");
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest()) {
            test.getSource()
                    .map(MethodSource.class::cast)
                    .ifPresent(source -> results.computeIfAbsent(source.getMethodName(), name -> new ArrayList<>())
                            .add(result));
        }
    }

    /** The kit as a backend's author uses it; no name that a build takes for a test. */
    static final class Kit extends GateConformance {

        @Override
        protected BackendProvider provider() {
            return provider;
        }
    }
}
