package org.moegate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moegate.tensors.JsonObjects;

@DisplayName("moegate conformance")
class ConformanceCommandTest {

    @TempDir
    private Path folder;

    @Test
    @DisplayName("certifies a device under all rules, and writes the certificate and JUnit's XML")
    void certifies() throws IOException {
        Cli.Result result = run("--backend=cpu:scalar");
        assertEquals("", result.err());
        assertEquals(0, result.exitCode(), result.out());
        assertTrue(result.out().startsWith("Certified bit-exact on cpu:scalar\n"), result.out());
        int rules = KitRule.all().size();
        assertTrue(
                result.out().lines().anyMatch(line -> line.matches(" all +" + rules + " +" + rules + " +0 +0 +\\d+")),
                result.out());
        assertEquals(List.of("TEST-junit-jupiter.xml", "cpu-scalar.md"), written());
        assertTrue(Files.readString(out().resolve("cpu-scalar.md")).startsWith("# Certified bit-exact on cpu:scalar"));
        assertTrue(Files.readString(out().resolve("TEST-junit-jupiter.xml")).contains("failures=\"0\""));
    }

    @Test
    @DisplayName("runs single rules on every device, which certifies none")
    void runsSingleRules() {
        Cli.Result result = run("--backend=cpu", "--rule=oneToken", "--rule=zeroTokensWriteNothing");
        assertEquals("", result.err());
        assertEquals(0, result.exitCode());
        assertTrue(result.out().contains("Not certified: 2 of "), result.out());
        assertTrue(result.out().contains("on cpu:scalar"), result.out());
    }

    @Test
    @DisplayName("takes a device by its index")
    void takesIndex() {
        String first = String.valueOf(Cli.run("backends", "--json").json().get("chosen"));
        Map<String, Object> json =
                run("--json", "--backend=cpu:0", "--rule=oneToken").json();
        assertEquals(
                List.of(first),
                JsonValues.objects(json, "devices").stream()
                        .map(device -> device.get("device"))
                        .toList());
    }

    @Test
    @DisplayName("judges by another grade than the device claims, from another seed")
    void judgesByAnotherGrade() throws IOException {
        run("--backend=cpu:scalar", "--rule=randomCases", "--grade=conformant", "--seed=42", "--cases=3");
        String certificate = Files.readString(out().resolve("cpu-scalar.md"));
        assertTrue(certificate.contains("| grade tested | conformant |"), certificate);
        assertTrue(certificate.contains("3 random cases from seed 42"), certificate);
    }

    @Test
    @DisplayName("fails a device whose results are not those of a golden file, with the diagnosis")
    void failsDevice() throws IOException {
        Cli.Result result =
                run("--backend=cpu:scalar", "--rule=goldenCases", "--golden=" + GoldenSamples.wrong(folder));
        assertEquals("", result.err());
        assertEquals(1, result.exitCode());
        assertTrue(result.out().startsWith("Not bit-exact on cpu:scalar\n"), result.out());
        for (String part : List.of(
                "Failed goldenCases, contract 6.1:\n  Golden files hold what the device returns\n",
                "    case     wrong: ",
                "    again    ./moegate conformance --backend cpu:scalar --rule goldenCases")) {
            assertTrue(result.out().contains(part), part + " in\n" + result.out());
        }
    }

    @Test
    @DisplayName("passes a device on golden files of the user's own")
    void passesDevice() throws IOException {
        Cli.Result result =
                run("--backend=cpu:scalar", "--rule=goldenCases", "--golden=" + GoldenSamples.right(folder));
        assertEquals(0, result.exitCode(), result.out());
    }

    @Test
    @DisplayName("--json holds each rule's outcome, and exits with 1 all the same")
    void printsJson() throws IOException {
        Cli.Result result =
                run("--json", "--backend=cpu:scalar", "--rule=goldenCases", "--golden=" + GoldenSamples.wrong(folder));
        assertEquals(1, result.exitCode());
        Map<String, Object> device =
                JsonValues.objects(JsonObjects.parse(result.out()), "devices").getFirst();
        assertEquals("Not bit-exact on cpu:scalar", device.get("verdict"));
        assertEquals(1, device.get("failed"));
        Map<String, Object> rule = JsonValues.objects(device, "rules").getFirst();
        assertEquals("failed", rule.get("outcome"));
        assertTrue(String.valueOf(rule.get("message")).contains("case     wrong: "), rule.toString());
    }

    @Test
    @DisplayName("shows a bar with the rule under way on a terminal, and takes it off again")
    void showsProgress() {
        System.setProperty(Terminal.COLUMNS, "100");
        try {
            String err = run("--backend=cpu:scalar", "--rule=oneToken").err();
            assertTrue(err.contains("\rconformance   0%"), err);
            assertTrue(err.contains("1/1"), err);
            assertTrue(err.contains("oneToken"), err);
            assertTrue(err.endsWith(" ".repeat(99) + "\r\033[K"), err);
            assertFalse(err.contains("\n"), err);
        } finally {
            System.clearProperty(Terminal.COLUMNS);
        }
    }

    private Cli.Result run(String... options) {
        List<Object> arguments = new ArrayList<>(List.of("conformance", "--out=" + out()));
        arguments.addAll(Arrays.asList(options));
        return Cli.run(arguments.toArray());
    }

    private Path out() {
        return folder.resolve("out");
    }

    private List<String> written() throws IOException {
        try (Stream<Path> files = Files.list(out())) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
