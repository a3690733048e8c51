package org.moegate.conformance.cases;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;
import org.moegate.GateSpec;
import org.moegate.GateSpecFields;
import org.moegate.tensors.JsonObjects;
import org.moegate.tensors.Tensor;
import org.moegate.tensors.TensorFile;

/** One golden file: a safetensors file with the spec and what it guards against in its metadata. */
public final class GoldenFile {

    static final String SUFFIX = ".safetensors";

    private final String name;
    private final @Nullable Path path;

    private GoldenFile(String name, @Nullable Path path) {
        this.name = name;
        this.path = path;
    }

    /** A file of the kit. */
    static GoldenFile ofKit(String file) {
        return new GoldenFile(withoutSuffix(file), null);
    }

    /** A file of the user's. */
    static GoldenFile of(Path path) {
        return new GoldenFile(withoutSuffix(path.getFileName().toString()), path);
    }

    /** Reads it. */
    public GoldenCase read() throws IOException {
        if (path != null) {
            return read(path);
        }
        // a resource may lie in a jar, which cannot be mapped
        Path copy = Files.createTempFile(name, SUFFIX);
        try {
            Files.write(copy, GoldenCases.bytes(name + SUFFIX));
            return read(copy);
        } finally {
            Files.delete(copy);
        }
    }

    /** The file's name, without its suffix. */
    @Override
    public String toString() {
        return name;
    }

    private GoldenCase read(Path from) throws IOException {
        try (TensorFile file = TensorFile.open(from)) {
            return read(file);
        }
    }

    private GoldenCase read(TensorFile file) {
        GateSpec spec = GateSpecFields.read(
                JsonObjects.parse(Objects.requireNonNull(file.metadata().get("spec"), name + " has no spec")));
        Tensor logits = file.tensor("logits");
        RoutingCase input = RoutingCase.of(name, spec, values(logits));
        DType biasDType = DType.F32;
        if (file.contains("bias")) {
            Tensor bias = file.tensor("bias");
            biasDType = dtype(bias);
            input = input.withBias(values(bias));
        }
        Routing expected = new Routing(
                spec.topk(),
                file.tensor("topk_ids").data().toArray(ValueLayout.JAVA_INT_UNALIGNED),
                file.tensor("topk_weights").data().toArray(ValueLayout.JAVA_FLOAT_UNALIGNED));
        String about = file.metadata().getOrDefault("about", "");
        String title = about.isEmpty() ? name : name + " (" + about + ")";
        return new GoldenCase(input.withTypes(dtype(logits), biasDType).withName(title), expected, about);
    }

    private static float[] values(Tensor tensor) {
        return Elements.read(tensor.data(), dtype(tensor));
    }

    private static DType dtype(Tensor tensor) {
        return DType.valueOf(tensor.type().name());
    }

    private static String withoutSuffix(String file) {
        return file.substring(0, file.length() - SUFFIX.length());
    }
}
