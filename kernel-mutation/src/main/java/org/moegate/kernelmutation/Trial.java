package org.moegate.kernelmutation;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A JVM's whole life: runs test classes until the first test fails. */
final class Trial implements TestExecutionListener {

    /** Before the name of the test that failed. */
    static final String FAILED = "FAILED ";

    /** Behind it: what the test said. */
    static final String BECAUSE = " BECAUSE ";

    /** Before how many tests passed. */
    static final String PASSED = "PASSED ";

    private final PrintStream out;
    private int passed;

    private Trial(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the tests.
     *
     * @param arguments names of test methods that are left out, with commas, and names of test classes
     */
    public static void main(String... arguments) {
        // what the tests print is nobody's
        PrintStream out = System.out;
        System.setOut(new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        Set<String> leftOut = Stream.of(arguments[0].split(",", -1)).collect(Collectors.toSet());
        PostDiscoveryFilter filter = test -> FilterResult.includedIf(test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> !leftOut.contains(((MethodSource) source).getMethodName()))
                .orElse(true));
        Trial trial = new Trial(out);
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(Arrays.stream(arguments)
                                        .skip(1)
                                        .map(name -> selectClass(name))
                                        .toList())
                                .filters(filter)
                                .build(),
                        trial);
        trial.end(PASSED + trial.passed);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == Status.FAILED) {
            end(FAILED
                    + nameOf(test)
                    + BECAUSE
                    + result.getThrowable().map(Trial::story).orElse("?"));
        } else if (test.isTest() && result.getStatus() == Status.SUCCESSFUL) {
            passed++;
        }
    }

    private static String nameOf(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getMethodName())
                .orElse(test.getDisplayName());
    }

    private static String story(Throwable thrown) {
        String own = thrown.toString();
        return thrown.getCause() == null ? own : own + " " + story(thrown.getCause());
    }

    /** Threads that a mutant has caught are not waited for. */
    private void end(String line) {
        out.println(line.replaceAll("\\s+", " "));
        out.flush();
        Runtime.getRuntime().halt(0);
    }
}
