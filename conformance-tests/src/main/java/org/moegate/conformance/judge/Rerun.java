package org.moegate.conformance.judge;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** The command that runs one rule, and of random cases the one of a seed, again. */
public interface Rerun {

    /** For a rule's test of a device. */
    String of(Subject subject, OptionalLong seed);

    /** In a build that runs a class of tests, with a folder of golden files if there was one. */
    static Rerun ofTestClass(Class<?> testClass, Optional<Path> golden) {
        String files =
                golden.map(folder -> " -Dmoegate.conformance.golden=" + folder).orElse("");
        return (subject, seed) -> "mvn test -Dtest=" + testClass.getSimpleName() + "#"
                + subject.rule().id() + " -Dmoegate.conformance.backend=" + subject + files
                + (seed.isEmpty()
                        ? ""
                        : " -Dmoegate.conformance.seed=" + seed.getAsLong() + " -Dmoegate.conformance.cases=1");
    }

    /** On moegate's command line, with a folder of golden files if there was one. */
    static Rerun ofCommandLine(Optional<Path> golden) {
        String files = golden.map(folder -> " --golden " + folder).orElse("");
        return (subject, seed) -> "./moegate conformance --backend " + subject + " --rule "
                + subject.rule().id() + files
                + (seed.isEmpty() ? "" : " --seed " + seed.getAsLong() + " --cases 1");
    }
}
