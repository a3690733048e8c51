package org.moegate.docs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.moegate.tensors.SafetensorsWriter;
import org.moegate.tensors.StoredType;
import org.moegate.tensors.Tensor;

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
        addTensors();
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
                    --enable-native-access=jocl,org.moegate.cuda,org.bytedeco.cuda,org.bytedeco.javacpp \\
                    -Dmoegate.cpu.warmUp=false --module org.moegate.cli/org.moegate.cli.Main "$@"
                """.formatted(absolute(BUILT_LIBRARIES)));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Logits for Kimi-K2, and for the gate of a config.json with its bias in a checkpoint. */
    private void addTensors() throws IOException {
        Random random = new Random(1);
        SafetensorsWriter.write(
                folder.resolve("logits.safetensors"), Map.of("logits", floats(random, 8, 384)), Map.of());
        Files.writeString(folder.resolve("config.json"), """
                {"model_type": "deepseek_v3", "n_routed_experts": 256, "num_experts_per_tok": 8, "n_group": 8, "topk_group": 4,
                 "scoring_func": "sigmoid", "topk_method": "noaux_tc", "norm_topk_prob": true, "routed_scaling_factor": 2.5}
                """);
        SafetensorsWriter.write(
                folder.resolve("model.safetensors"),
                Map.of("model.layers.3.mlp.gate.e_score_correction_bias", floats(random, 256)),
                Map.of());
        byte[] header = "{'descr': '<f4', 'fortran_order': False, 'shape': (8, 256), }\n".getBytes(US_ASCII);
        ByteBuffer npy = ByteBuffer.allocate(10 + header.length + 8 * 256 * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length)
                .put(header);
        while (npy.hasRemaining()) {
            npy.putFloat(random.nextFloat());
        }
        Files.write(folder.resolve("logits.npy"), npy.array());
    }

    private static Tensor floats(Random random, long... shape) {
        long elements = 1;
        for (long length : shape) {
            elements *= length;
        }
        float[] values = new float[Math.toIntExact(elements)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        List<Long> lengths = Arrays.stream(shape).boxed().toList();
        return new Tensor(StoredType.F32, lengths, MemorySegment.ofArray(values));
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
