package org.moegate.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of a run, all in one folder.
 *
 * @param folder where they are
 */
public record ReportFiles(Path folder) {

    /** For people: charts and tables in one file. */
    public Path html() {
        return folder.resolve("bench.html");
    }

    /** For programs, and for {@code --against}. */
    public Path json() {
        return folder.resolve("bench.json");
    }

    /** For spreadsheets. */
    public Path csv() {
        return folder.resolve("bench.csv");
    }

    /** What JMH and others said. */
    public Path log() {
        return folder.resolve("bench.log");
    }

    /**
     * Makes the folder, if need be.
     *
     * @throws IOException if it cannot be made
     */
    public void prepare() throws IOException {
        Files.createDirectories(folder);
    }

    /**
     * Writes a report in all its forms, over those of an earlier run.
     *
     * @throws IOException if that cannot be done
     */
    public void write(BenchReport report) throws IOException {
        Files.writeString(json(), ReportJson.write(report));
        Files.writeString(csv(), ReportCsv.write(report));
        Files.writeString(html(), ReportHtml.write(report));
    }
}
