package org.moegate.conformance.cases;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Objects;
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
    private final Fetch fetch;
    private final Release release;

    GoldenFile(String name, Fetch fetch, Release release) {
        this.name = name;
        this.fetch = fetch;
        this.release = release;
    }

    static String withoutSuffix(String file) {
        return file.substring(0, file.length() - SUFFIX.length());
    }

    /** Reads it. */
    public GoldenCase read() throws IOException {
        Path path = fetch.path();
        try (TensorFile file = TensorFile.open(path)) {
            return read(file);
        } finally {
            release.of(path);
        }
    }

    /** The file's name, without its suffix. */
    @Override
    public String toString() {
        return name;
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
        return new GoldenCase(input.withTypes(dtype(logits), biasDType), expected, about);
    }

    private static float[] values(Tensor tensor) {
        return Elements.read(tensor.data(), dtype(tensor));
    }

    private static DType dtype(Tensor tensor) {
        return DType.valueOf(tensor.type().name());
    }

    /** Brings the file to where it can be mapped. */
    interface Fetch {
        Path path() throws IOException;
    }

    /** Undoes that. */
    interface Release {
        void of(Path path) throws IOException;
    }
}
