package org.moegate.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.moegate.tensors.JsonObjects;

/** Runs commands in this process, with their streams kept. */
final class Cli {

    private Cli() {}

    record Result(int exitCode, String out, String err) {

        Map<String, Object> json() {
            assertEquals("", err);
            assertEquals(0, exitCode);
            return JsonObjects.parse(out);
        }

        /** The results of a route run with --json. */
        List<Map<String, Object>> results() {
            return JsonValues.objects(json(), "results");
        }

        void assertOneLine(int expectedExitCode, String expectedPart) {
            assertAll(
                    () -> assertEquals(expectedExitCode, exitCode, err),
                    () -> assertEquals("", out),
                    () -> assertEquals(1, err.lines().count(), err),
                    () -> assertTrue(err.startsWith("moegate: "), err),
                    () -> assertTrue(err.contains(expectedPart), err));
        }
    }

    static Result run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(Arrays.stream(args).map(String::valueOf).toArray(String[]::new));
        return new Result(exitCode, out.toString(), err.toString());
    }

    /** Runs {@code route --json} and returns its only result. */
    static Map<String, Object> route(Object... args) {
        Object[] all = new Object[args.length + 2];
        all[0] = "route";
        all[1] = "--json";
        System.arraycopy(args, 0, all, 2, args.length);
        List<Map<String, Object>> results = run(all).results();
        assertEquals(1, results.size());
        return results.getFirst();
    }
}
