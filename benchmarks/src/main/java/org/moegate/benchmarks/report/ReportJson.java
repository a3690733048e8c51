package org.moegate.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The report as a JSON file, written and read. */
public final class ReportJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private ReportJson() {}

    static String write(BenchReport report) {
        return MAPPER.writeValueAsString(report);
    }

    /**
     * Reads a report that an earlier run wrote.
     *
     * @throws IOException if there is no such file, or it holds no report of this format
     */
    public static BenchReport read(Path file) throws IOException {
        String text = Files.readString(file);
        try {
            JsonNode json = MAPPER.readTree(text);
            if (json.path("format").asInt(0) != BenchReport.FORMAT) {
                throw new IOException(file + ": must be a report of bench, with \"format\": " + BenchReport.FORMAT);
            }
            return MAPPER.treeToValue(json, BenchReport.class);
        } catch (JacksonException unreadable) {
            throw new IOException(file + ": is no report of bench: " + unreadable.getOriginalMessage(), unreadable);
        }
    }
}
