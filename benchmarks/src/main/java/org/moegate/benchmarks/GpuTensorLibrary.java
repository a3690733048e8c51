package org.moegate.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.GateSpecFields;
import tools.jackson.databind.json.JsonMapper;

/**
 * PyTorch on an NVIDIA GPU, as the Python that is installed here has it: a script times the gate in it, eager and compiled.
 * Inputs and results pass through files, so that the results are held to the reference here.
 */
public final class GpuTensorLibrary {

    private static final String PYTHON = "python3";
    private static final String SCRIPT = "pytorch_gate.py";
    private static final String DESCRIBE =
            "import torch; torch.zeros(1, device='cuda'); print('PyTorch', torch.__version__ + ',', torch.cuda.get_device_name())";

    private GpuTensorLibrary() {}

    /**
     * Whether it can be had.
     *
     * @param possible whether it can
     * @param description of the library and the GPU, or why it cannot
     */
    public record Availability(boolean possible, String description) {}

    /**
     * What it took, in microseconds of the GPU's for one routing, in CUDA graphs of many.
     *
     * @param eager operator by operator
     * @param compiled by {@code torch.compile}
     */
    public record Times(List<Double> eager, List<Double> compiled) {}

    /** Asks Python. */
    public static Availability availability() {
        try {
            return new Availability(true, lastLine(List.of(PYTHON, "-c", DESCRIBE)));
        } catch (UncheckedIOException missing) {
            return new Availability(false, "there is no " + PYTHON + " here");
        } catch (IllegalStateException failed) {
            return new Availability(false, String.valueOf(failed.getMessage()));
        }
    }

    /**
     * Times a batch.
     *
     * @throws IllegalStateException if Python fails, or what it found disagrees with the reference
     */
    public static Times times(GateSpec spec, DType dtype, int tokens) {
        try {
            Path folder = Files.createTempDirectory("moegate-bench");
            try {
                return times(folder, spec, dtype, tokens);
            } finally {
                delete(folder);
            }
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    private static Times times(Path folder, GateSpec spec, DType dtype, int tokens) throws IOException {
        RouterInputs inputs = new RouterInputs(tokens, spec.numExperts(), dtype);
        Map<String, Object> gate = new LinkedHashMap<>(GateSpecFields.write(spec));
        gate.put("dtype", dtype.name());
        Files.writeString(folder.resolve("gate.json"), JsonMapper.shared().writeValueAsString(gate));
        write(folder.resolve("logits"), inputs.logits());
        write(folder.resolve("bias"), inputs.bias());
        Path script = folder.resolve(SCRIPT);
        try (InputStream source = Objects.requireNonNull(GpuTensorLibrary.class.getResourceAsStream(SCRIPT), SCRIPT)) {
            Files.copy(source, script);
        }
        String line = lastLine(List.of(PYTHON, script.toString(), folder.toString()));
        for (String function : List.of("eager", "compiled")) {
            Routing routing = new Routing(tokens, spec);
            read(folder.resolve(function + ".ids")).asIntBuffer().get(routing.ids);
            read(folder.resolve(function + ".weights")).asFloatBuffer().get(routing.weights);
            Agreement.require("PyTorch, " + function, spec, inputs, routing);
        }
        return JsonMapper.shared().readValue(line, Times.class);
    }

    private static void write(Path file, float[] values) throws IOException {
        byte[] bytes = new byte[values.length * Float.BYTES];
        MemorySegment.ofArray(bytes).copyFrom(MemorySegment.ofArray(values));
        Files.write(file, bytes);
    }

    private static ByteBuffer read(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.forEach(all::add);
        }
        for (Path file : all.reversed()) {
            Files.delete(file);
        }
    }

    /** The last line of what a program prints, its errors included. */
    private static String lastLine(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            String last = printed.substring(printed.lastIndexOf('\n') + 1);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(PYTHON + " says: " + last);
            }
            return last;
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + PYTHON, interrupted);
        }
    }
}
