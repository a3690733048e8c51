package org.moegate.cpu.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Set the system property {@value #MODES} to {@code all} for every mode, with more passes; docs/conformance.md says how. */
@DisplayName("However the JVM was started, scalar code and vectors give the reference's bits:")
class JvmModesTest {

    private static final String MODES = "moegate.jvm.modes";
    private static final boolean ALL = System.getProperty(MODES, "few").equals("all");
    private static final int PASSES = ALL ? 5 : 1;
    private static final String REFERENCE = RowsDigest.ofReference();

    static Stream<JvmMode> modes() {
        return ALL ? JvmMode.all() : JvmMode.FEW.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("modes")
    @DisplayName("with")
    void sameBits(JvmMode mode) throws IOException, InterruptedException {
        List<String> flags =
                new ArrayList<>(List.of("--add-modules", "jdk.incubator.vector", "-Dmoegate.cpu.warmUp=false"));
        Stream.of(mode.flags().split(" ", -1)).filter(flag -> !flag.isEmpty()).forEach(flags::add);

        ChildJvm.Ended ended = ChildJvm.run(flags, RowsDigest.class, String.valueOf(PASSES));

        if (ended.output().contains("Could not create the Java Virtual Machine")) {
            abort("this JVM or machine does not know " + mode + ": "
                    + ended.output().lines().findFirst().orElseThrow());
        }
        List<String> expected = new ArrayList<>();
        if (mode.vectors()) {
            expected.addAll(Collections.nCopies(PASSES, "digest of vector: " + REFERENCE));
        }
        expected.addAll(Collections.nCopies(PASSES, "digest of scalar: " + REFERENCE));
        assertEquals(
                expected,
                ended.output()
                        .lines()
                        .filter(line -> line.startsWith("digest of "))
                        .toList(),
                ended.output());
        assertEquals(0, ended.exitCode(), ended.output());
    }
}
