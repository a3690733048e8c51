package org.moegate.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** A folder in which commands of the docs run, as they stand there, with every file that they name. */
final class Sandbox {

    /** The module {@code app} of the page "Getting started", whose files the page shows. */
    static final Path APP = Path.of("docs-tests", "src", "getting-started");

    private static final Path BUILT_LIBRARIES = Path.of("cli", "target", "moegate", "lib");
    private static final int SECONDS = 120;

    private final Path folder;

    Sandbox(Path folder) throws IOException {
        this.folder = folder;
        addLauncher();
        SampleFiles.write(folder);
        addApp();
        addBackendOfTheGuide();
        addGoldenFile();
    }

    /** What a command did. */
    record Result(int exitCode, String out, String err) {}

    /** Runs a line as a shell does. */
    Result run(String line) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", line)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        String home = System.getProperty("java.home");
        Map<String, String> environment = builder.environment();
        environment.remove("MOEGATE_BACKEND");
        environment.put("JAVA_HOME", home);
        environment.put("PATH", home + "/bin" + File.pathSeparator + environment.get("PATH"));
        Process process = builder.start();
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertTrue(ended, line + " has not ended after " + SECONDS + " seconds:\n" + Files.readString(err));
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Starts java as the real one does, which would have to build first, and look whether another builds. */
    private void addLauncher() throws IOException {
        Path launcher = folder.resolve("moegate");
        Files.writeString(launcher, """
                #!/bin/sh
                exec java --module-path %s \\
                    --add-modules jdk.incubator.vector,ALL-MODULE-PATH \\
                    --enable-native-access=jocl,org.moegate.opencl,org.moegate.cuda,org.bytedeco.cuda,org.bytedeco.javacpp \\
                    -Dmoegate.cpu.warmUp=false --module org.moegate.cli/org.moegate.cli.Main "$@"
                """.formatted(absolute(BUILT_LIBRARIES)));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Compiled as a module, with the libraries of a program that has the CPU backend. */
    private void addApp() throws IOException {
        Path libraries = Files.createDirectories(folder.resolve("target/lib"));
        for (String name : List.of("moegate-api", "moegate-backend-cpu", "jspecify")) {
            Path library = library(name);
            Files.copy(library, libraries.resolve(library.getFileName()));
        }
        Path source = Page.ROOT.resolve(APP);
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        int exitCode = javac.run(
                System.out,
                System.err,
                "-Xlint:all",
                "-Werror",
                "--class-path",
                "",
                "--module-path",
                libraries.toString(),
                "-d",
                folder.resolve("target/classes").toString(),
                source.resolve("module-info.java").toString(),
                source.resolve("com/example/app/RouteTokens.java").toString());
        assertEquals(0, exitCode, "compiling " + APP);
    }

    /** The jar that the guide builds, and the libraries of a checkout, where it names them. */
    private void addBackendOfTheGuide() throws IOException {
        String jar = "target/sorting-gate-1.0.0.jar";
        Files.copy(absolute(Path.of("examples", "custom-backend", jar)), folder.resolve(jar));
        Path checkout = folder.resolve("path/to/moegate");
        Path libraries = Files.createDirectories(checkout.resolve(BUILT_LIBRARIES));
        try (Stream<Path> built = Files.list(absolute(BUILT_LIBRARIES))) {
            for (Path library : built.toList()) {
                Files.copy(library, libraries.resolve(library.getFileName()));
            }
        }
    }

    private void addGoldenFile() throws IOException {
        String name = "all-equal-f32.safetensors";
        Path kit = Path.of("conformance-tests", "src", "main", "resources", "org", "moegate", "conformance", "golden");
        Path golden = Files.createDirectories(folder.resolve("path/to/folder"));
        Files.copy(absolute(kit.resolve(name)), golden.resolve(name));
    }

    private static Path library(String name) throws IOException {
        try (Stream<Path> built = Files.list(absolute(BUILT_LIBRARIES))) {
            return built.filter(file -> file.getFileName().toString().startsWith(name + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Path absolute(Path path) {
        return Page.ROOT.resolve(path).toAbsolutePath().normalize();
    }
}
