package org.moegate.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Compiles what GPUs of all kinds would run for the gates of the catalogue, which takes none of them. */
@DisplayName("the kernels of all models")
class CompileMatrixTest {

    private static final String MEASURED = "sm_90";

    static final List<String> ARCHITECTURES = List.of("sm_75", "sm_80", "sm_86", "sm_89", MEASURED, "sm_100", "sm_120");

    private static final Path REPORT = Path.of("target", "cuda-registers.txt");

    /** Each takes a core and some hundred megabytes. */
    private static final int COMPILERS_AT_ONCE = 2;

    private static final Map<String, Compilation> COMPILATIONS = new TreeMap<>();

    @TempDir
    static Path folder = Path.of("");

    @BeforeAll
    static void compile() throws IOException, InterruptedException, ExecutionException {
        Nvcc nvcc = Nvcc.find(folder);
        Set<String> known = nvcc.architectures();
        List<Callable<Compilation>> compilations = new ArrayList<>();
        for (String architecture : ARCHITECTURES) {
            if (known.contains(architecture)) {
                compilations.add(() -> Compilation.of(nvcc, folder, architecture, CatalogueKernels.all()));
            }
        }
        try (ExecutorService compilers = Executors.newFixedThreadPool(COMPILERS_AT_ONCE)) {
            for (Future<Compilation> compilation : compilers.invokeAll(compilations)) {
                COMPILATIONS.put(compilation.get().architecture(), compilation.get());
            }
        }
        if (COMPILATIONS.containsKey(MEASURED)) {
            report();
        }
    }

    private static void report() throws IOException {
        Map<String, Map<String, KernelUsage>> usages = COMPILATIONS.values().stream()
                .collect(Collectors.toMap(Compilation::architecture, Compilation::usages));
        List<String> lines = new ArrayList<>(new RegisterTable(MEASURED, usages).lines());
        lines.add("");
        lines.add("not in registers alone");
        COMPILATIONS.forEach((architecture, compilation) ->
                compilation.gatesInMemory().forEach(kernel -> lines.add(architecture + " " + kernel)));
        lines.forEach(System.out::println);
        Files.createDirectories(REPORT.getParent());
        Files.write(REPORT, lines);
    }

    private static Compilation compilation(String architecture) {
        Nvcc.require(COMPILATIONS.containsKey(architecture), "nvcc knows no " + architecture);
        return Objects.requireNonNull(COMPILATIONS.get(architecture));
    }

    @ParameterizedTest
    @FieldSource("ARCHITECTURES")
    @DisplayName("compile")
    void compile(String architecture) {
        Compilation compilation = compilation(architecture);
        assertEquals(compilation.kernels(), compilation.usages().keySet());
    }

    @ParameterizedTest
    @FieldSource("ARCHITECTURES")
    @DisplayName("that follow the gate keep everything in registers")
    void dispatchRegisters(String architecture) {
        assertEquals(List.of(), compilation(architecture).dispatchInMemory());
    }

    @Test
    @DisplayName("keep everything in registers where measurements are from")
    void registers() {
        assertEquals(List.of(), compilation(MEASURED).gatesInMemory());
    }
}
