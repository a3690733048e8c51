package org.moegate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.moegate.GateSpecFields;
import org.moegate.tensors.JsonObjects;
import org.moegate.tensors.SafetensorsWriter;
import org.moegate.tensors.StoredType;
import org.moegate.tensors.Tensor;

/** Writes results to where {@code --out} says: one file, or a folder with a file for each input. */
final class RoutingFiles {

    private static final String EXTENSION = ".safetensors";
    private static final Pattern TENSOR_EXTENSION = Pattern.compile("\\.(safetensors|npy)$");

    private final Map<String, Path> targets = new LinkedHashMap<>();

    private RoutingFiles() {}

    /**
     * Settles every file's name before anything is routed.
     *
     * @param out what {@code --out} says, or null to write nothing
     * @param inputs the inputs' names
     * @param read files that must not be overwritten
     */
    static RoutingFiles plan(@Nullable Path out, List<String> inputs, List<Path> read) throws IOException {
        RoutingFiles files = new RoutingFiles();
        if (out == null) {
            return files;
        }
        boolean toFolder = inputs.size() > 1 || Files.isDirectory(out);
        if (!toFolder && !out.toString().endsWith(EXTENSION)) {
            throw new WrongUseException("--out " + out + ": must end in " + EXTENSION + " or be a folder that exists");
        }
        for (String input : inputs) {
            files.targets.put(input, toFolder ? out.resolve(fileName(input)) : out);
        }
        files.requireDistinct();
        files.requireApart(read);
        if (toFolder) {
            Files.createDirectories(out);
        }
        return files;
    }

    private static String fileName(String input) {
        Path name = Path.of(input).getFileName();
        String stem = TENSOR_EXTENSION.matcher(String.valueOf(name)).replaceFirst("");
        return stem + ".routing" + EXTENSION;
    }

    private void requireDistinct() {
        Set<Path> seen = new HashSet<>();
        targets.forEach((input, target) -> {
            if (!seen.add(target)) {
                throw new WrongUseException(
                        "--out: several inputs would be written to " + target + ", one of them " + input);
            }
        });
    }

    private void requireApart(List<Path> read) throws IOException {
        for (Path target : targets.values()) {
            for (Path file : read) {
                if (Files.exists(target) && Files.exists(file) && Files.isSameFile(target, file)) {
                    throw new WrongUseException("--out: " + target + " is an input of this run");
                }
            }
        }
    }

    /** Writes a result; returns the file, or null where nothing is to be written. */
    @Nullable
    Path write(Routing routing) throws IOException {
        @Nullable Path target = targets.get(routing.input().name());
        if (target == null) {
            return null;
        }
        List<Long> shape =
                List.of((long) routing.tokens(), (long) routing.spec().topk());
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("topk_ids", new Tensor(StoredType.I32, shape, routing.topkIds()));
        tensors.put("topk_weights", new Tensor(StoredType.F32, shape, routing.topkWeights()));
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(SpecSource.METADATA_KEY, JsonObjects.write(GateSpecFields.write(routing.spec())));
        metadata.put("backend", routing.selector());
        SafetensorsWriter.write(target, tensors, metadata);
        return target;
    }
}
