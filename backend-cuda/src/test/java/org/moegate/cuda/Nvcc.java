package org.moegate.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.moegate.cuda.emulator.CompilerRun;

/**
 * NVIDIA's compiler, which compiles for GPUs that a machine does not have.
 *
 * @param executable where it lies
 */
record Nvcc(Path executable) {

    /** The system property that turns a missing compiler from a reason to skip tests into a failure. */
    private static final String REQUIRED = "moegate.cuda.nvcc.required";

    private static final String MISSING = "nvcc is neither on the PATH nor in CUDA_HOME, CUDA_PATH or /usr/local/cuda:"
            + " kernels are compiled for all GPUs once it is installed (NVIDIA's package for Debian and Ubuntu:"
            + " cuda-nvcc-13-1)";

    private static final int LOG_LINES = 40;

    /** A compiler that works. Tests that ask for one are skipped where there is none. */
    static Nvcc find(Path scratch) {
        Optional<Nvcc> found = folders()
                .flatMap(folder -> Stream.of(folder.resolve("nvcc"), folder.resolve("nvcc.exe")))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Nvcc::new);
        require(found.isPresent(), MISSING);
        Nvcc nvcc = found.orElseThrow();
        // it needs another compiler beside it, as a preprocessor
        CompilerRun probe = nvcc.start(cubin(scratch, "empty", ""));
        require(probe.code() == 0, nvcc.executable + " compiles not even an empty file: " + probe.output());
        return nvcc;
    }

    /** Skips the test, or lets it fail if the build was told so, where the compiler lacks what it needs. */
    static void require(boolean there, String otherwise) {
        if (!there && Boolean.getBoolean(REQUIRED)) {
            throw new IllegalStateException(REQUIRED + " = true, but " + otherwise);
        }
        assumeTrue(there, otherwise);
    }

    private static Stream<Path> folders() {
        Map<String, String> environment = System.getenv();
        Stream<Path> path = Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(Path::of);
        Stream<Path> toolkits = Stream.of("CUDA_HOME", "CUDA_PATH")
                .map(name -> environment.getOrDefault(name, "/usr/local/cuda"))
                .map(toolkit -> Path.of(toolkit, "bin"));
        return Stream.concat(path, toolkits);
    }

    /** Those it has code for, such as sm_90. */
    Set<String> architectures() {
        return run(List.of("--list-gpu-code")).lines().collect(Collectors.toSet());
    }

    /** What its assembler says of the kernels in a file. */
    String compile(Path folder, String name, String text, List<String> options) {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("--ptxas-options=-v", "--disable-warnings"));
        arguments.addAll(cubin(folder, name, text));
        return run(arguments);
    }

    private static List<String> cubin(Path folder, String name, String text) {
        Path source = folder.resolve(name + ".cu");
        try {
            Files.writeString(source, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of("--cubin", "--output-file=" + folder.resolve(name + ".cubin"), source.toString());
    }

    private String run(List<String> arguments) {
        CompilerRun run = start(arguments);
        if (run.code() != 0) {
            throw new IllegalStateException(
                    run.command() + "\n" + run.output().lines().limit(LOG_LINES).collect(Collectors.joining("\n")));
        }
        return run.output();
    }

    private CompilerRun start(List<String> arguments) {
        return CompilerRun.of(executable, arguments);
    }
}
