package org.moegate.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.moegate.tensors.SafetensorsWriter;
import org.moegate.tensors.StoredType;
import org.moegate.tensors.Tensor;

/** Files to route, sound and otherwise. */
final class SampleFiles {

    /** Two tokens of four experts; the first prefers expert 1, then 2; the second 3, then 0. */
    static final float[] LOGITS = {0, 2, 1, -1, 1, -2, 0, 3};

    private SampleFiles() {}

    static Tensor floats(List<Long> shape, float... values) {
        return new Tensor(StoredType.F32, shape, MemorySegment.ofArray(values));
    }

    static Tensor shorts(StoredType type, List<Long> shape, short... values) {
        return new Tensor(type, shape, MemorySegment.ofArray(values));
    }

    static Tensor logits() {
        return floats(List.of(2L, 4L), LOGITS);
    }

    static Path write(Path path, Map<String, Tensor> tensors) throws IOException {
        return write(path, tensors, Map.of());
    }

    static Path write(Path path, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        SafetensorsWriter.write(path, tensors, metadata);
        return path;
    }

    /** The bytes of a safetensors file, whatever they say. */
    static byte[] raw(String header, int dataBytes) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + text.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }

    /** The logits above, but the header's length lets them start at an odd address. */
    static Path writeMisaligned(Path path) throws IOException {
        String header = "{\"logits\":{\"dtype\":\"F32\",\"shape\":[2,4],\"data_offsets\":[0,32]}}";
        String odd = header.length() % 2 == 1 ? header : header + " ";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(raw(odd, 0));
        ByteBuffer data = ByteBuffer.allocate(Float.BYTES * LOGITS.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(LOGITS);
        bytes.writeBytes(data.array());
        return Files.write(path, bytes.toByteArray());
    }

    static Path config(Path folder, String text) throws IOException {
        Path path = folder.resolve("config.json");
        return Objects.requireNonNull(Files.writeString(path, text));
    }
}
