package org.moegate.cpu.mutation;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs tests of vector code until the first one fails: that of the changed class, if it has one, before those of all. */
final class Trial implements TestExecutionListener {

    private static final List<String> OF_ALL =
            List.of("org.moegate.cpu.vector.VectorRowRouterTest", "org.moegate.cpu.CpuConformanceTest");

    private final CancellationToken enough = CancellationToken.create();
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();

    private Trial() {}

    /** The first test that fails where a class has been changed; empty if none does. */
    static Optional<String> firstFailure(String type, MutantLoader loader, Path certificates)
            throws ClassNotFoundException {
        List<String> tests = new ArrayList<>(OF_ALL);
        if (loader.getResource((type + "Test").replace('.', '/') + ".class") != null) {
            tests.addFirst(type + "Test");
        }
        for (String test : tests) {
            Optional<String> failure = new Trial().run(loader.loadClass(test), certificates);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private Optional<String> run(Class<?> test, Path certificates) {
        LauncherDiscoveryRequest tests = request()
                .selectors(selectClass(test))
                // how much is allocated says nothing of what is computed, and takes long to tell
                .filters(TagFilter.excludeTags("allocation"))
                .configurationParameter("moegate.conformance.backend", "cpu:vector")
                .configurationParameter("moegate.conformance.cases", "300")
                .configurationParameter("moegate.conformance.shapes", "600")
                .configurationParameter("moegate.conformance.certificates", certificates.toString())
                .build();
        LauncherFactory.create()
                .execute(LauncherExecutionRequestBuilder.request(tests)
                        .cancellationToken(enough)
                        .listeners(this)
                        .build());
        return Optional.ofNullable(failed.peek());
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == Status.FAILED) {
            failed.add(name(test));
            enough.cancel();
        }
    }

    private static String name(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .map(method -> method.getClassName().replaceFirst(".*\\.", "") + "#" + method.getMethodName())
                .orElse(test.getDisplayName());
    }
}
