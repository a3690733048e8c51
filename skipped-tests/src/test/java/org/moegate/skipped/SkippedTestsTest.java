package org.moegate.skipped;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The summary of skipped tests")
class SkippedTestsTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path root;

    @BeforeEach
    void writePom() throws IOException {
        Files.writeString(root.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modules>
                    <module>left</module>
                    <module>examples/right</module>
                    <module>never-built</module>
                  </modules>
                </project>
                """);
    }

    @Test
    @DisplayName("has a line for each module and reason, in the order of modules, with how many tests it is true of")
    void countsByModuleAndReason() throws IOException {
        report("examples/right/target/failsafe-reports/TEST-A.xml", passed(), skipped("no engine"));
        report("left/target/surefire-reports/TEST-B.xml", skipped("no driver"), skipped("no driver"), passed());
        report("left/target/surefire-reports/TEST-C.xml", skipped("no engine"), skipped("no driver"));
        assertEquals(
                List.of(
                        "Skipped: 3 tests of left: no driver",
                        "Skipped: 1 test of left: no engine",
                        "Skipped: 1 test of examples/right: no engine"),
                SkippedTests.summary(root, START));
    }

    @Test
    @DisplayName("says so where no test was skipped, and where none was run")
    void saysThatNoneWasSkipped() throws IOException {
        assertEquals(List.of("No test was run."), SkippedTests.summary(root, START));
        report("left/target/surefire-reports/TEST-A.xml", passed());
        assertEquals(List.of("No test was skipped."), SkippedTests.summary(root, START));
    }

    @Test
    @DisplayName("leaves out what an earlier build has reported")
    void leavesOutOlderReports() throws IOException {
        Path report = report("left/target/surefire-reports/TEST-A.xml", skipped("no driver"));
        Files.setLastModifiedTime(report, FileTime.from(START));
        assertEquals(List.of("Skipped: 1 test of left: no driver"), SkippedTests.summary(root, START));
        Files.setLastModifiedTime(report, FileTime.from(START.minusMillis(1)));
        assertEquals(List.of("No test was run."), SkippedTests.summary(root, START));
    }

    @Test
    @DisplayName("takes the reason of a failed assumption from its stack trace")
    void readsStackTraces() throws IOException {
        report(
                "left/target/surefire-reports/TEST-A.xml",
                aborted(": Assumption failed: no driver"),
                aborted(": \nAssumption failed: no engine:\nstart one"),
                aborted(""));
        assertEquals(
                List.of(
                        "Skipped: 1 test of left: no driver",
                        "Skipped: 1 test of left: no engine: start one",
                        "Skipped: 1 test of left: org.opentest4j.TestAbortedException"),
                SkippedTests.summary(root, START));
    }

    @Test
    @DisplayName("brings each reason to one line of at most 300 characters")
    void shortensReasons() throws IOException {
        report(
                "left/target/surefire-reports/TEST-A.xml",
                skipped("two&#10;lines, &lt;quoted&gt;"),
                skipped("a".repeat(300)),
                skipped("b".repeat(301)),
                "<testcase><skipped/></testcase>");
        assertEquals(
                List.of(
                        "Skipped: 1 test of left: two lines, <quoted>",
                        "Skipped: 1 test of left: " + "a".repeat(300),
                        "Skipped: 1 test of left: " + "b".repeat(297) + "...",
                        "Skipped: 1 test of left: no reason given"),
                SkippedTests.summary(root, START));
    }

    @Test
    @DisplayName("names a report that cannot be read, and goes on with the others")
    void survivesDamagedReports() throws IOException {
        write("left/target/surefire-reports/TEST-A.xml", "<testsuite><testcase>");
        write(
                "left/target/surefire-reports/TEST-B.xml",
                "<!DOCTYPE t [<!ENTITY e SYSTEM \"" + root.resolve("pom.xml").toUri() + "\">]><t>&e;</t>");
        report("examples/right/target/surefire-reports/TEST-C.xml", skipped("no engine"));
        List<String> lines = SkippedTests.summary(root, START);
        assertEquals(3, lines.size(), lines::toString);
        assertEquals("Skipped: 1 test of examples/right: no engine", lines.getFirst());
        assertTrue(lines.stream().skip(1).allMatch(line -> line.startsWith("Skipped tests may be missing here: ")));
        assertTrue(lines.stream().anyMatch(line -> line.contains("TEST-A.xml")), lines::toString);
        assertTrue(lines.stream().anyMatch(line -> line.contains("TEST-B.xml")), lines::toString);
    }

    private static String passed() {
        return "<testcase name=\"passes()\"/>";
    }

    private static String skipped(String reason) {
        return "<testcase><skipped message=\"" + reason + "\"/></testcase>";
    }

    private static String aborted(String message) {
        return "<testcase><skipped type=\"org.opentest4j.TestAbortedException\"><![CDATA["
                + "org.opentest4j.TestAbortedException" + message
                + "\n\tat org.junit.jupiter.api.Assumptions.assumeTrue(Assumptions.java:127)"
                + "\n\tat org.moegate.SomeTest.aborts(SomeTest.java:1)\n]]></skipped></testcase>";
    }

    private Path report(String path, String... cases) throws IOException {
        return write(path, "<testsuite>" + String.join("", cases) + "</testsuite>");
    }

    private Path write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
