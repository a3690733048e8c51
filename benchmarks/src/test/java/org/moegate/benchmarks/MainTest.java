package org.moegate.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {

    private final StringWriter printed = new StringWriter();

    @Test
    void helpNamesTheSubcommands() {
        assertEquals(0, execute("--help"));
        assertTrue(printed.toString().contains("scaling"), printed.toString());
        assertTrue(printed.toString().contains("first-call"), printed.toString());
        assertTrue(printed.toString().contains("threads"), printed.toString());
        assertTrue(printed.toString().contains("bench"), printed.toString());
        assertTrue(printed.toString().contains("opencl-kernels"), printed.toString());
    }

    @Test
    void tooFewJvmsAreWrongUse() {
        assertEquals(CommandLine.ExitCode.USAGE, execute("first-call", "--jvms", "0"));
        assertTrue(printed.toString().startsWith("--jvms = 0: must be at least 1"), printed.toString());
    }

    @Test
    void fewerBatchesThanAreShownAreWrongUse() {
        assertEquals(CommandLine.ExitCode.USAGE, execute("first-call", "--batches", "9"));
        assertTrue(printed.toString().startsWith("--batches = 9: must be at least 256"), printed.toString());
    }

    private int execute(String... args) {
        PrintWriter writer = new PrintWriter(printed, true);
        return Main.commandLine(writer).setOut(writer).setErr(writer).execute(args);
    }
}
