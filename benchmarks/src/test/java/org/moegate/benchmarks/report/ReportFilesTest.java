package org.moegate.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the files of a report")
class ReportFilesTest {

    private static final BenchReport PLAIN = Reports.of(Spread.of(100, 110, 120), Spread.of(1000, 1010, 1020));
    private static final BenchReport REPORT = PLAIN.with(Comparison.of(PLAIN, PLAIN));

    @TempDir
    private Path folder;

    private ReportFiles files;

    @BeforeEach
    void write() throws IOException {
        files = new ReportFiles(folder.resolve("new"));
        files.prepare();
        files.write(REPORT);
    }

    @Test
    @DisplayName("as JSON are read as they were written")
    void json() throws IOException {
        assertEquals(REPORT, ReportJson.read(files.json()));
    }

    @Test
    @DisplayName("are refused, by name, where they are no report")
    void wrongJson() throws IOException {
        Path other = Files.writeString(folder.resolve("other.json"), "{\"format\": 7}");
        assertTrue(refusal(other).startsWith(other + ": must"), refusal(other));
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"format\": 1, \"date\": [}");
        assertTrue(refusal(broken).startsWith(broken + ": is no"), refusal(broken));
    }

    private static String refusal(Path file) {
        return String.valueOf(
                assertThrows(IOException.class, () -> ReportJson.read(file)).getMessage());
    }

    @Test
    @DisplayName(
            "as CSV have a line a figure, with names quoted where they must be and the ratio to the floor at the end")
    void csv() throws IOException {
        List<String> lines = Files.readAllLines(files.csv());
        assertEquals(1 + REPORT.figures().size(), lines.size());
        assertTrue(lines.getFirst().startsWith("subject,name,kind,place,model,experts,topk,dtype,tokens,median_ns,"));
        assertEquals("cpu:vector,cpu,BACKEND,HOST,Kimi-K2,384,8,F32,10,110.0,100.0,120.0,3,11.0,2.2", lines.get(1));
        assertTrue(lines.get(2).startsWith("plain-java,\"plain Java\",BASELINE"), lines.get(2));
        assertTrue(lines.get(3).endsWith(",5.0,"), lines.get(3));
    }

    @Test
    @DisplayName("as HTML hold the data, which ends no script early, and load nothing")
    void html() throws IOException {
        String html = Files.readString(files.html());
        String open = "<script type=\"application/json\" id=\"report-data\">";
        int from = html.indexOf(open) + open.length();
        Path data =
                Files.writeString(folder.resolve("data.json"), html.substring(from, html.indexOf("</script>", from)));
        assertEquals(REPORT, ReportJson.read(data));
        assertEquals(3, Pattern.compile("</script").matcher(html).results().count());
        assertFalse(Pattern.compile("<(link|img|iframe|script[^>]*\\ssrc)|@import|url\\(|sourceMappingURL|fetch\\(")
                .matcher(html)
                .find());
        assertTrue(html.contains("Chart.js v"), "the chart library with its notice");
        assertFalse(html.contains("{{"), "a place that was not filled");
    }
}
