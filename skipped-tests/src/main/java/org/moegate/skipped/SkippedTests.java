package org.moegate.skipped;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The tests that a build of several modules has skipped, and their reasons, taken from the reports of Surefire and Failsafe.
 * They are told at the end of the build: what passes by in its midst is overlooked, and a skipped test taken for a passed one.
 */
public final class SkippedTests {

    private static final int LONGEST_REASON = 300;

    private static final XMLInputFactory XML = XMLInputFactory.newDefaultFactory();

    static {
        // nothing outside a file is read, whatever it says
        XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    }

    private record Cause(String module, String reason) {}

    @FunctionalInterface
    private interface Visitor {
        /** Called at the start of each element. */
        void visit(XMLStreamReader element) throws XMLStreamException;
    }

    private final Map<Cause, Integer> skipped = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private int tests;

    private SkippedTests() {}

    /**
     * Prints the summary. Nothing that is wrong with reports lets the build fail: the tests in them decide that.
     *
     * @param arguments the folder of the root's pom.xml, and when the build began
     */
    public static void main(String... arguments) {
        summary(Path.of(arguments[0]).normalize(), Instant.parse(arguments[1])).forEach(System.out::println);
    }

    /** A line for each module and reason. Reports from before the build's start are those of an earlier one. */
    static List<String> summary(Path root, Instant start) {
        SkippedTests all = new SkippedTests();
        for (String module : all.modules(root.resolve("pom.xml"))) {
            for (String reports : List.of("surefire-reports", "failsafe-reports")) {
                all.addFolder(module, root.resolve(module, "target", reports), start);
            }
        }
        return all.lines();
    }

    private List<String> modules(Path pom) {
        List<String> modules = new ArrayList<>();
        read(pom, element -> {
            if (element.getLocalName().equals("module")) {
                modules.add(element.getElementText().strip());
            }
        });
        return modules;
    }

    private void addFolder(String module, Path folder, Instant start) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (file.getFileName().toString().matches("TEST-.*\\.xml")
                        && !Files.getLastModifiedTime(file).toInstant().isBefore(start)) {
                    addReport(module, file);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            failures.add(folder + ": " + e);
        }
    }

    private void addReport(String module, Path report) {
        read(report, element -> {
            switch (element.getLocalName()) {
                case "testcase" -> tests++;
                case "skipped" -> skipped.merge(new Cause(module, reason(element)), 1, Integer::sum);
                default -> {}
            }
        });
    }

    /** A condition's reason is an attribute; that of a failed assumption stands in a stack trace, before the frames. */
    private static String reason(XMLStreamReader element) throws XMLStreamException {
        @Nullable String message = element.getAttributeValue(null, "message");
        if (message == null) {
            message = element.getElementText()
                    .replaceFirst("(?s)\n\tat .*", "")
                    .replaceFirst("^\\S+: \\s*(Assumption failed: )?", "");
        }
        String reason = inOneLine(message);
        if (reason.isEmpty()) {
            return "no reason given";
        }
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON - 3) + "...";
    }

    private static String inOneLine(String text) {
        return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }

    private void read(Path file, Visitor visitor) {
        try (InputStream content = Files.newInputStream(file)) {
            XMLStreamReader reader = XML.createXMLStreamReader(content);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT) {
                    visitor.visit(reader);
                }
            }
        } catch (IOException | XMLStreamException e) {
            failures.add(file + ": " + e);
        }
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        skipped.forEach((cause, count) -> lines.add("Skipped: " + count + (count == 1 ? " test of " : " tests of ")
                + cause.module() + ": " + cause.reason()));
        if (lines.isEmpty()) {
            lines.add(tests == 0 ? "No test was run." : "No test was skipped.");
        }
        failures.forEach(failure -> lines.add("Skipped tests may be missing here: cannot read " + inOneLine(failure)));
        return lines;
    }
}
