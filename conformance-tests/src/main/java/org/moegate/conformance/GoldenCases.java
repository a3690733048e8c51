package org.moegate.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.GateSpecFields;
import org.moegate.PlanRequest;
import org.moegate.tensors.JsonObjects;
import org.moegate.tensors.Tensor;
import org.moegate.tensors.TensorFile;

/** The golden files that come with this module; {@code golden/README.md} beside the sources tells where they are from. */
final class GoldenCases {

    private static final String FOLDER = "golden/";
    private static final String SUFFIX = ".safetensors";

    private GoldenCases() {}

    /** The names of all cases. */
    static List<String> names() {
        return checksums().keySet().stream()
                .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                .toList();
    }

    /** SHA-256 by file name, as {@code sha256sum} wrote them. */
    static Map<String, String> checksums() {
        Map<String, String> checksums = new LinkedHashMap<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(open("SHA256SUMS"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] sumAndFile = line.split("  ", 2);
                checksums.put(sumAndFile[1], sumAndFile[0]);
            }
            return checksums;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a golden file. */
    static byte[] bytes(String file) {
        try (InputStream in = open(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lends a case while its file is open. */
    static void with(String name, Consumer<GoldenCase> use) throws IOException {
        // a resource may lie in a jar, which cannot be mapped
        Path copy = Files.createTempFile(name, SUFFIX);
        try {
            Files.write(copy, bytes(name + SUFFIX));
            try (TensorFile file = TensorFile.open(copy)) {
                use.accept(read(name, file));
            }
        } finally {
            Files.delete(copy);
        }
    }

    private static GoldenCase read(String name, TensorFile file) {
        GateSpec spec = GateSpecFields.read(
                JsonObjects.parse(Objects.requireNonNull(file.metadata().get("spec"), name + " has no spec")));
        Tensor logits = file.tensor("logits");
        @Nullable Tensor bias = file.contains("bias") ? file.tensor("bias") : null;
        int tokens = Math.toIntExact(logits.shape().getFirst());
        RoutingCase input = new RoutingCase(
                name,
                new PlanRequest(spec, dtype(logits), bias == null ? null : dtype(bias)),
                tokens,
                tokens,
                logits.data(),
                spec.numExperts(),
                bias == null ? null : bias.data());
        Routing expected = new Routing(
                spec.topk(),
                file.tensor("topk_ids").data().toArray(ValueLayout.JAVA_INT),
                file.tensor("topk_weights").data().toArray(ValueLayout.JAVA_FLOAT));
        return new GoldenCase(input, expected);
    }

    private static DType dtype(Tensor tensor) {
        return DType.valueOf(tensor.type().name());
    }

    private static InputStream open(String file) {
        return Objects.requireNonNull(GoldenCases.class.getResourceAsStream(FOLDER + file), file + " is not there");
    }
}
