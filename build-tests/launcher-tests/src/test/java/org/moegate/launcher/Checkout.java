package org.moegate.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A checkout of the project, with the real launcher. What is started is what this build has made; in Maven's place there is a
 * script, since a build within a build would take minutes.
 */
final class Checkout {

    /** Seen from the folder of this module, where its tests run. */
    private static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();

    private static final Path LIBRARIES = Path.of("cli", "target", "moegate", "lib");
    private static final Path BENCHMARKS = Path.of("benchmarks", "target");

    private final Path folder;

    private Checkout(Path folder) {
        this.folder = folder;
    }

    /** One that the launcher has built, and has not used yet. Maven would be a failure. */
    static Checkout built(Path folder) throws IOException {
        Checkout checkout = cloned(folder, "echo 'Maven must not run' && exit 1");
        copyFiles(PROJECT.resolve(LIBRARIES), folder.resolve(LIBRARIES));
        stamp(checkout.built());
        return checkout;
    }

    /** One that has not been built yet. The script is run where Maven would be, and calls {@code build} for what that does. */
    static Checkout cloned(Path folder, String maven) throws IOException {
        Files.createDirectories(folder.resolve("cli/src/main"));
        Files.copy(PROJECT.resolve("pom.xml"), folder.resolve("pom.xml"));
        Files.copy(PROJECT.resolve("cli/pom.xml"), folder.resolve("cli/pom.xml"));
        Files.copy(PROJECT.resolve("moegate"), folder.resolve("moegate"));
        Path script =
                Files.writeString(folder.resolve("mvnw"), """
                #!/bin/sh
                build() {
                    echo built >>"%1$s/builds"
                    mkdir -p "%1$s/cli/target/moegate"
                    cp -r "%2$s" "%1$s/cli/target/moegate/lib"
                }
                %3$s
                """.formatted(folder, PROJECT.resolve(LIBRARIES), maven));
        for (Path program : List.of(folder.resolve("moegate"), script)) {
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return new Checkout(folder);
    }

    /** Adds the benchmarks as the launcher builds them. */
    Checkout withBenchmarks() throws IOException {
        Files.createDirectories(folder.resolve("benchmarks/src/main"));
        Files.copy(PROJECT.resolve("benchmarks/pom.xml"), folder.resolve("benchmarks/pom.xml"));
        Path target = folder.resolve(BENCHMARKS);
        Path libraries = target.resolve("lib");
        copyFiles(PROJECT.resolve(BENCHMARKS).resolve("lib"), libraries);
        Files.copy(PROJECT.resolve(BENCHMARKS).resolve("benchmarks.jar"), target.resolve("benchmarks.jar"));
        stamp(libraries);
        // the files of this module are newer than those of the other
        stamp(built());
        return this;
    }

    /** A copy with all times kept, as people make them. */
    Checkout copiedTo(Path copy) throws IOException, InterruptedException {
        int exitCode = new ProcessBuilder("cp", "-a", folder.toString(), copy.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertEquals(0, exitCode);
        return new Checkout(copy);
    }

    Path folder() {
        return folder;
    }

    String launcher() {
        return folder.resolve("moegate").toString();
    }

    /** Where the launcher keeps what it has built. */
    Path built() {
        return folder.resolve(LIBRARIES).resolveSibling("");
    }

    /** The archives of classes that the JVM has left. */
    List<Path> archives() throws IOException {
        return files(built()).stream()
                .filter(file -> file.toString().endsWith(".jsa"))
                .toList();
    }

    /** How many times the script in Maven's place has built. */
    long builds() throws IOException {
        Path log = folder.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    /** Runs a command once, so that the next one finds the archive that it leaves. */
    void use() throws IOException, InterruptedException {
        new Launch(this).run("--version").assertExitCode(0);
        assertTrue(archives().stream().anyMatch(archive -> archive.toFile().length() > 0), "no archive of classes");
    }

    /** Says that what is in the folder was built just now. */
    private static void stamp(Path folder) throws IOException {
        Files.writeString(folder.resolve("stamp"), "");
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path file : files(from)) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
