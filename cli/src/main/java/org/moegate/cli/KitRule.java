package org.moegate.cli;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;
import org.moegate.conformance.InstalledBackendsTest;
import org.moegate.conformance.Rule;

/**
 * A rule of the conformance kit.
 *
 * @param test JUnit's view of it
 */
record KitRule(Method test) {

    /** In the order of the contract's lines. */
    static final Comparator<KitRule> BY_CONTRACT = Comparator.comparingInt(KitRule::section)
            .thenComparingInt(KitRule::line)
            .thenComparing(KitRule::id);

    /** Every rule there is. */
    static List<KitRule> all() {
        return Arrays.stream(InstalledBackendsTest.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Rule.class))
                .map(KitRule::new)
                .sorted(BY_CONTRACT)
                .toList();
    }

    static KitRule require(String id) {
        List<KitRule> rules = all();
        return rules.stream().filter(rule -> rule.id().equals(id)).findFirst().orElseThrow(() -> unknown(id, rules));
    }

    /** The rule that JUnit runs as a container of tests or as one of these; empty for the class around them. */
    static Optional<KitRule> of(TestIdentifier running) {
        return running.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> new KitRule(((MethodSource) source).getJavaMethod()));
    }

    private static WrongUseException unknown(String id, List<KitRule> rules) {
        List<String> ids = rules.stream().map(KitRule::id).sorted().toList();
        List<String> near =
                ids.stream().filter(known -> lower(known).contains(lower(id))).toList();
        return new WrongUseException("--rule = " + id + ": no such rule"
                + (near.isEmpty()
                        ? ", there are " + String.join(", ", ids)
                        : ", did you mean " + String.join(" or ", near) + "?"));
    }

    private static String lower(String id) {
        return id.toLowerCase(Locale.ROOT);
    }

    String id() {
        return test.getName();
    }

    /** The line of the contract that it holds a backend to, such as 2.5. */
    String contract() {
        return annotation().contract();
    }

    String sentence() {
        return annotation().value();
    }

    int section() {
        return numbers().getFirst();
    }

    private int line() {
        return numbers().getLast();
    }

    /** Section and line: as a decimal fraction, 2.10 would come before 2.9. */
    private List<Integer> numbers() {
        return Arrays.stream(contract().split("\\.")).map(Integer::valueOf).toList();
    }

    private Rule annotation() {
        return Objects.requireNonNull(test.getAnnotation(Rule.class));
    }
}
