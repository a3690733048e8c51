package org.moegate.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The report as one HTML file that needs no other: style, scripts, chart library and data are in it. */
final class ReportHtml {

    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final String CHART_VERSION = "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";
    private static final String CHARTS = "/META-INF/resources/webjars/chart.js/";

    /** A browser's tools would look for it beside the report. */
    private static final String SOURCE_MAP = "//# sourceMappingURL=";

    private ReportHtml() {}

    static String write(BenchReport report) {
        Map<String, String> parts = Map.of(
                "style", resource("report.css"),
                "charts",
                        resource(CHARTS + chartVersion() + "/dist/chart.umd.min.js")
                                .replace(SOURCE_MAP, "// "),
                // nothing in a string may end the element it is in
                "data", ReportJson.write(report).replace("<", "\\u003c"),
                "script", resource("report.js"));
        return PLACE.matcher(resource("report.html"))
                .replaceAll(place -> Matcher.quoteReplacement(Objects.requireNonNull(parts.get(place.group(1)))));
    }

    private static String chartVersion() {
        Properties properties = new Properties();
        try (InputStream stream = open(CHART_VERSION)) {
            properties.load(stream);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties.getProperty("version");
    }

    private static String resource(String name) {
        try (InputStream stream = open(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(ReportHtml.class.getResourceAsStream(name), name);
    }
}
