package org.moegate.cuda.emulator;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.moegate.spi.Capability;

/**
 * The system's compiler of C++.
 *
 * @param executable where it lies
 */
record CppCompiler(Path executable) {

    /** The system property that turns a missing compiler from a reason to skip tests into a failure. */
    private static final String REQUIRED = "moegate.cuda.emulator.required";

    private static final String MISSING =
            "neither c++ nor g++ nor clang++ is on the PATH: kernels are emulated once one is installed (Debian: g++)";

    /** The first on the PATH. */
    static Optional<CppCompiler> find() {
        return find(System.getenv().getOrDefault("PATH", ""));
    }

    /** The first in some folders. */
    static Optional<CppCompiler> find(String path) {
        return Stream.of("c++", "g++", "clang++")
                .flatMap(name -> Stream.of(path.split(File.pathSeparator, -1)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(CppCompiler::new);
    }

    /** Whether there is one. */
    static Capability availability() {
        return availability(find(), Boolean.getBoolean(REQUIRED));
    }

    /** Where there is none although the emulator is required, that is an exception. */
    static Capability availability(Optional<CppCompiler> found, boolean required) {
        if (found.isEmpty() && required) {
            throw new IllegalStateException(REQUIRED + " = true, but " + MISSING);
        }
        return found.isPresent() ? Capability.yes() : Capability.no(MISSING);
    }

    String version() {
        return run(List.of("--version"));
    }

    /** Runs it, and returns what it prints. */
    String run(List<String> arguments) {
        CompilerRun run = CompilerRun.of(executable, arguments);
        if (run.code() != 0) {
            throw new IllegalStateException(run.command() + "\n" + run.output());
        }
        return run.output();
    }
}
