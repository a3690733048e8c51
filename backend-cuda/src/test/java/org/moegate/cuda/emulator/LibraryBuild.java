package org.moegate.cuda.emulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Builds the emulator and some kernels into one library, unless that was done before with the same sources. */
final class LibraryBuild {

    private static final Path SOURCES = Path.of("src/test/cpp");

    /** CUDA's own, and those that backends share. */
    private static final List<Path> KERNELS = List.of(
            Path.of("src/main/resources/org/moegate/cuda/kernels"),
            Path.of("../kernel-builds/src/main/resources/org/moegate/kernelbuilds/kernels"));

    private static final Path BUILT = Path.of("target/emulator");

    private static final List<String> EMULATOR =
            List.of("collective.cpp", "emulator.cpp", "fiber.cpp", "machine.cpp", "standstill.cpp");

    private static final List<String> OPTIONS = List.of(
            "-std=c++17",
            "-O2",
            "-fPIC",
            "-shared",
            "-fvisibility=hidden",
            // each operation is rounded, as on a GPU
            "-ffp-contract=off",
            // kernels take floats for integers, and four of them for a vector
            "-fno-strict-aliasing",
            "-Wno-unknown-pragmas");

    private LibraryBuild() {}

    /** The library's file, with the kernels of some files beside the emulator. */
    static Path of(CppCompiler compiler, List<String> kernelFiles) throws IOException {
        List<String> arguments = new ArrayList<>(OPTIONS);
        KERNELS.forEach(folder -> arguments.add("-I" + folder));
        Stream.concat(EMULATOR.stream(), kernelFiles.stream())
                .map(file -> SOURCES.resolve(file).toString())
                .forEach(arguments::add);
        Path library = BUILT.resolve(fingerprint(compiler, arguments)).resolve("libemulator.so");
        if (Files.notExists(library)) {
            Files.createDirectories(library.getParent());
            Path unfinished = Files.createTempFile(library.getParent(), "unfinished", ".so");
            arguments.addAll(List.of("-o", unfinished.toString()));
            try {
                compiler.run(arguments);
                Files.move(unfinished, library, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        }
        return library.toAbsolutePath();
    }

    private static String fingerprint(CppCompiler compiler, List<String> arguments) throws IOException {
        MessageDigest digest = sha256();
        digest.update((compiler.version() + arguments).getBytes(StandardCharsets.UTF_8));
        for (Path folder : Stream.concat(Stream.of(SOURCES), KERNELS.stream()).toList()) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
                    digest.update(Files.readAllBytes(file));
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
