package org.moegate.conformance;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.moegate.conformance.judge.RuleName;

/** Shows a rule's test by what must hold. */
final class RuleNames extends DisplayNameGenerator.Standard {

    /** For JUnit. */
    RuleNames() {}

    @Override
    public String generateDisplayNameForMethod(
            List<Class<?>> enclosingInstanceTypes, Class<?> testClass, Method testMethod) {
        return testMethod.isAnnotationPresent(Rule.class)
                ? of(testMethod).toString()
                : super.generateDisplayNameForMethod(enclosingInstanceTypes, testClass, testMethod);
    }

    /** What a rule says of itself. */
    static RuleName of(Method method) {
        Rule rule = Objects.requireNonNull(method.getAnnotation(Rule.class));
        return new RuleName(method.getName(), rule.value(), rule.contract(), rule.check());
    }

    /** How many rules there are. */
    static int count() {
        return Math.toIntExact(Stream.of(AllRules.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Rule.class))
                .count());
    }
}
