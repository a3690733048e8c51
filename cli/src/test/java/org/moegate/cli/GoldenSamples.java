package org.moegate.cli;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.moegate.tensors.StoredType;
import org.moegate.tensors.Tensor;

/** Folders with one golden file, right or wrong: a token that goes to expert 1 of two. */
final class GoldenSamples {

    /** Renormalised, so that the only expert weighs 1. */
    private static final String SPEC = "{\"num_experts\":2,\"topk\":1,\"renormalize\":true}";

    private GoldenSamples() {}

    static Path right(Path in) throws IOException {
        return write(in, "right", 1);
    }

    static Path wrong(Path in) throws IOException {
        return write(in, "wrong", 0);
    }

    private static Path write(Path in, String name, int expert) throws IOException {
        Path folder = Files.createDirectory(in.resolve(name));
        Map<String, Tensor> tensors = Map.of(
                "logits", SampleFiles.floats(List.of(1L, 2L), 0, 2),
                "topk_ids", new Tensor(StoredType.I32, List.of(1L, 1L), MemorySegment.ofArray(new int[] {expert})),
                "topk_weights", SampleFiles.floats(List.of(1L, 1L), 1));
        SampleFiles.write(folder.resolve(name + ".safetensors"), tensors, Map.of(SpecSource.METADATA_KEY, SPEC));
        return folder;
    }
}
