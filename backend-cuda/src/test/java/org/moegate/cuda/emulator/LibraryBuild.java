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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Builds the emulator and some kernels into one library. What was built before from the same text is taken as it is. */
final class LibraryBuild {

    private static final Path SOURCES = Path.of("src/test/cpp");

    /** CUDA's own, and those that backends share. */
    static final List<Path> KERNELS = List.of(
            Path.of("src/main/resources/org/moegate/cuda/kernels"),
            Path.of("../kernel-builds/src/main/resources/org/moegate/kernelbuilds/kernels"));

    static final Path BUILT = Path.of("target/emulator");

    private static final List<String> EMULATOR =
            List.of("collective.cpp", "emulator.cpp", "fiber.cpp", "machine.cpp", "standstill.cpp");

    private static final List<String> OPTIONS = List.of(
            "-std=c++17",
            // less is compiled faster, where a kernel is run once
            "-O" + Integer.getInteger("moegate.cuda.emulator.optimisation", 2),
            "-fPIC",
            "-fvisibility=hidden",
            // each operation is rounded, as on a GPU
            "-ffp-contract=off",
            // kernels take floats for integers, and four of them for a vector
            "-fno-strict-aliasing",
            "-Wno-unknown-pragmas");

    private static final Pattern INCLUDE = Pattern.compile("^ *#include \"([^\"]+)\"", Pattern.MULTILINE);

    private final CppCompiler compiler;
    private final List<Path> kernels;
    private final String version;

    private LibraryBuild(CppCompiler compiler, List<Path> kernels) {
        this.compiler = compiler;
        this.kernels = kernels;
        this.version = compiler.version();
    }

    /** The library's file, with the kernels of some files beside the emulator, and where these find what they include. */
    static Path of(CppCompiler compiler, List<Path> kernels, List<String> kernelFiles) throws IOException {
        LibraryBuild build = new LibraryBuild(compiler, kernels);
        List<String> objects = new ArrayList<>();
        for (String file :
                Stream.concat(EMULATOR.stream(), kernelFiles.stream()).toList()) {
            objects.add(build.object(SOURCES.resolve(file)).toString());
        }
        return build.built("libemulator", ".so", build.hash(objects), with(objects, "-shared"))
                .toAbsolutePath();
    }

    private Path object(Path source) throws IOException {
        List<String> arguments = new ArrayList<>(OPTIONS);
        kernels.forEach(folder -> arguments.add("-I" + folder));
        arguments.addAll(List.of("-c", source.toString()));
        List<String> texts = new ArrayList<>(arguments);
        for (Path file : withIncluded(source, new TreeSet<>())) {
            texts.add(file.toString());
            texts.add(Files.readString(file));
        }
        return built(source.getFileName().toString(), ".o", hash(texts), arguments);
    }

    private Path built(String name, String suffix, String hash, List<String> arguments) throws IOException {
        Path file = BUILT.resolve(name + "-" + hash + suffix);
        if (Files.notExists(file)) {
            Files.createDirectories(BUILT);
            Path unfinished = Files.createTempFile(BUILT, "unfinished", suffix);
            try {
                compiler.run(with(arguments, "-o", unfinished.toString()));
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        }
        return file;
    }

    private static List<String> with(List<String> arguments, String... more) {
        return Stream.concat(arguments.stream(), Stream.of(more)).toList();
    }

    /** The file and what it includes that is no library's. */
    private Set<Path> withIncluded(Path file, Set<Path> found) throws IOException {
        if (found.add(file)) {
            for (String name : INCLUDE.matcher(Files.readString(file))
                    .results()
                    .map(include -> include.group(1))
                    .toList()) {
                withIncluded(resolve(file.resolveSibling(name), name), found);
            }
        }
        return found;
    }

    private Path resolve(Path beside, String name) {
        return Stream.concat(Stream.of(beside), kernels.stream().map(folder -> folder.resolve(name)))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nowhere is there a " + name));
    }

    private String hash(List<String> texts) {
        MessageDigest digest = sha256();
        digest.update(version.getBytes(StandardCharsets.UTF_8));
        for (String text : texts) {
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
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
