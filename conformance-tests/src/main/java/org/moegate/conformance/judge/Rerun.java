package org.moegate.conformance.judge;

import java.util.OptionalLong;

/** The command that runs one rule, and of random cases the one of a seed, again. */
public interface Rerun {

    /** For a rule's test of a device. */
    String of(Subject subject, OptionalLong seed);

    /** In a build that runs a class of tests. */
    static Rerun ofTestClass(Class<?> testClass) {
        return (subject, seed) -> "mvn test -Dtest=" + testClass.getSimpleName() + "#"
                + subject.rule().id() + " -Dmoegate.conformance.backend=" + subject
                + (seed.isEmpty()
                        ? ""
                        : " -Dmoegate.conformance.seed=" + seed.getAsLong() + " -Dmoegate.conformance.cases=1");
    }

    /** On moegate's command line. */
    static Rerun ofCommandLine() {
        return (subject, seed) -> "./moegate conformance --backend " + subject + " --rule "
                + subject.rule().id()
                + (seed.isEmpty() ? "" : " --seed " + seed.getAsLong() + " --cases 1");
    }
}
