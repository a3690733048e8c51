package org.moegate.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moegate.cli.CommandNames;
import org.moegate.tensors.SafetensorsWriter;
import org.moegate.tensors.StoredType;
import org.moegate.tensors.Tensor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("Where neither an OpenCL loader nor CUDA's driver can be seen")
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux has namespaces")
class DriversMissingIT {

    private static final float[] LOGITS = {0, 2, 1, -1, 1, -2, 0, 3};

    /** Bare commands that take too long, or want something to work on. */
    private static final Map<String, List<String>> ARGUMENTS = Map.of(
            "route", List.of("logits.safetensors", "--topk=2"),
            "conformance", List.of("--backend=cpu:scalar", "--rule=goldenCases"));

    @TempDir
    private static Path folder;

    private static Checkout checkout;

    @BeforeAll
    static void build() throws IOException {
        checkout = Checkout.built(folder.resolve("moegate")).withBenchmarks();
        SafetensorsWriter.write(
                checkout.folder().resolve("logits.safetensors"),
                Map.of("logits", new Tensor(StoredType.F32, List.of(2L, 4L), MemorySegment.ofArray(LOGITS))),
                Map.of());
    }

    static Set<String> commands() {
        return CommandNames.all();
    }

    @Test
    @DisplayName("the linker finds neither")
    void linkerFindsNeither() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Machines.withoutDrivers());
        command.addAll(
                LinkedLibraries.command("libOpenCL.so.1", "libOpenCL.so", "libcuda.so.1", "libcuda.so", "libc.so.6"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertEquals(List.of("libc.so.6"), process.inputReader().lines().toList());
        assertEquals(0, process.waitFor());
    }

    @ParameterizedTest
    @MethodSource("commands")
    @DisplayName("a command says what it has to say, and nobody else says anything")
    void speaksAlone(String command) throws IOException, InterruptedException {
        Launch.Result result = run(arguments(command));
        result.assertSays(result.out());
        assertFalse(result.out().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("commands")
    @DisplayName("a command's --json is JSON from the first byte to the last")
    void isJson(String command) throws IOException, InterruptedException {
        List<String> arguments = arguments(command);
        arguments.add("--json");
        Launch.Result result = run(arguments);
        result.assertSays(result.out());
        assertTrue(result.json().isObject(), result.out());
    }

    @Test
    @DisplayName("the demonstration runs on the CPU")
    void demonstration() throws IOException, InterruptedException {
        Launch.Result result = run(List.of("route", "--demo"));
        result.assertSays(result.out());
        assertTrue(result.out().startsWith("A router gate decides "), result.out());
        assertTrue(result.out().contains("\non cpu:"), result.out());
    }

    @Test
    @DisplayName("bench --quick measures the CPU, and says why it does not measure the others")
    void bench() throws IOException, InterruptedException {
        Launch.Result result = run(List.of(
                "bench",
                "--quick",
                "--models=6-of-64",
                "--tokens=1",
                "--dtypes=F32",
                "--out=" + folder.resolve("bench")));
        result.assertExitCode(0);
        assertTrue(result.out().contains("Report: "), result.out());
        assertTrue(result.err().lines().allMatch(line -> line.startsWith("moegate: ") || line.isBlank()), result.err());
        JsonNode report = JsonMapper.shared()
                .readTree(Files.readString(folder.resolve("bench").resolve("bench.json")));
        assertTrue(texts(report, "subjects", "id").anyMatch(id -> id.startsWith("cpu")), report.toPrettyString());
        for (String backend : List.of("opencl", "cuda")) {
            assertTrue(texts(report, "absent", "what").anyMatch(backend::equals), report.toPrettyString());
        }
    }

    private static Stream<String> texts(JsonNode node, String list, String field) {
        return node.get(list).valueStream().map(one -> one.get(field).asString());
    }

    private static Launch.Result run(List<String> arguments) throws IOException, InterruptedException {
        return new Launch(checkout).on(Machines.withoutDrivers()).run(arguments.toArray(String[]::new));
    }

    private static List<String> arguments(String command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(ARGUMENTS.getOrDefault(command, List.of()));
        return arguments;
    }
}
