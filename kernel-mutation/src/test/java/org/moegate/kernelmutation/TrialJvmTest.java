package org.moegate.kernelmutation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.kernelmutation.Verdict.Kind;

@DisplayName("a trial")
class TrialJvmTest {

    @Test
    @DisplayName("kills the mutant that a test fails with, or that the JVM dies of")
    void killed() {
        assertEquals(
                new Verdict(Kind.KILLED, "sigmoid", "Error: row 3"),
                TrialJvm.verdict("FAILED sigmoid BECAUSE Error: row 3\n", 0));
        assertEquals(new Verdict(Kind.KILLED, "a crash", "exit code 139"), TrialJvm.verdict("", 139));
    }

    @Test
    @DisplayName("spares the one that passes")
    void survived() {
        assertEquals(new Verdict(Kind.SURVIVED, "12 tests", ""), TrialJvm.verdict("PASSED 12\n", 0));
    }

    @Test
    @DisplayName("tells what is no program from what a test noticed")
    void notCompiled() {
        String line = "FAILED sigmoid BECAUSE java.lang.Error: c++ rows.cpp rows.h:7:5: error: expected ';'\n";
        assertEquals(Kind.NOT_COMPILED, TrialJvm.verdict(line, 0).kind());
    }

    @Test
    @DisplayName("is none where no test ran")
    void nothingRan() {
        assertThrows(IllegalStateException.class, () -> TrialJvm.verdict("PASSED 0\n", 0));
    }

    @Test
    @DisplayName("is kept in a line")
    void line() {
        Result result = new Result("a.cl:1:3 < → <=", "a.cl", new Verdict(Kind.KILLED, "sigmoid", "x"), "a < b");
        assertEquals(result, Result.of(result.toLine()));
    }
}
