package org.moegate.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The safetensors writer")
class SafetensorsWriterTest {

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("writes what is read back the same, in every type")
    void everyType(StoredType type) throws IOException {
        requireReadBack(Samples.tensor(type, 3L, 5L));
    }

    @Test
    @DisplayName("writes scalars")
    void scalar() throws IOException {
        requireReadBack(Samples.tensor(StoredType.F32));
    }

    @Test
    @DisplayName("writes empty tensors")
    void empty() throws IOException {
        requireReadBack(Samples.tensor(StoredType.BF16, 0L, 256L));
    }

    @Test
    @DisplayName("writes tensors larger than its buffer")
    void large() throws IOException {
        requireReadBack(Samples.tensor(StoredType.U8, 150_001L));
    }

    private void requireReadBack(Tensor written) throws IOException {
        Path path = directory.resolve("x.safetensors");
        SafetensorsWriter.write(path, Map.of("logits", written), Map.of());
        try (TensorFile file = TensorFile.open(path)) {
            Tensor read = file.tensor("logits");
            assertEquals(written.type(), read.type());
            assertEquals(written.shape(), read.shape());
            assertEquals(-1, written.data().mismatch(read.data()));
        }
    }

    @Test
    @DisplayName("writes arrays of floats as they lie in memory")
    void floatArray() throws IOException {
        float[] logits = {1.5f, -2f, Float.NaN};
        Path path = directory.resolve("x.safetensors");
        var tensor = new Tensor(StoredType.F32, List.of(3L), MemorySegment.ofArray(logits));
        SafetensorsWriter.write(path, Map.of("logits", tensor), Map.of());
        try (TensorFile file = TensorFile.open(path)) {
            assertArrayEquals(logits, file.tensor("logits").data().toArray(ValueLayout.JAVA_FLOAT));
        }
    }

    @Test
    @DisplayName("keeps the maps' order, and pads the header to a multiple of 8 with spaces")
    void bytesOfAFile() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("z", Samples.tensor(StoredType.U8, 3L));
        tensors.put("a", Samples.tensor(StoredType.I16, 1L));
        Path path = directory.resolve("x.safetensors");
        SafetensorsWriter.write(path, tensors, Map.of("über", "\"\n"));
        String header = """
                {"__metadata__":{"über":"\\"\\n"},"z":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},\
                "a":{"dtype":"I16","shape":[1],"data_offsets":[3,5]}}""";
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer expected = ByteBuffer.allocate(8 + padded + 5).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(padded).put(json);
        while (expected.position() < 8 + padded) {
            expected.put((byte) ' ');
        }
        expected.put(Samples.counting(3)).put(Samples.counting(2));
        assertArrayEquals(expected.array(), Files.readAllBytes(path));
    }

    @Test
    @DisplayName("writes a file of no tensors")
    void noTensors() throws IOException {
        Path path = directory.resolve("x.safetensors");
        SafetensorsWriter.write(path, Map.of(), Map.of());
        assertArrayEquals(Samples.safetensors("{}      ", 0), Files.readAllBytes(path));
    }

    @ParameterizedTest(name = "{0} characters")
    @ValueSource(ints = {0, 100_000})
    @DisplayName("writes names of any length")
    void names(int length) throws IOException {
        String name = "ñ".repeat(length);
        Path path = directory.resolve("x.safetensors");
        SafetensorsWriter.write(path, Map.of(name, Samples.tensor(StoredType.U8, 1L)), Map.of());
        try (TensorFile file = TensorFile.open(path)) {
            assertEquals(List.of(name), file.names());
        }
    }

    @Test
    @DisplayName("can replace the very file that its tensors are mapped from, and leaves nothing else behind")
    void replacesItsOwnSource() throws IOException {
        Path path = directory.resolve("x.safetensors");
        Tensor original = Samples.tensor(StoredType.F32, 40_000L);
        SafetensorsWriter.write(path, Map.of("old", original), Map.of());
        try (TensorFile file = TensorFile.open(path)) {
            SafetensorsWriter.write(path, Map.of("new", file.tensor("old")), Map.of());
            assertEquals(-1, original.data().mismatch(file.tensor("old").data()), "what is open stays as it was");
        }
        try (TensorFile file = TensorFile.open(path)) {
            assertEquals(List.of("new"), file.names());
            assertEquals(-1, original.data().mismatch(file.tensor("new").data()));
        }
        assertEquals(List.of("x.safetensors"), filesThere());
    }

    @Test
    @DisplayName("leaves the old file alone when it cannot write the new one")
    void failureLeavesTheOldFile() throws IOException {
        Path path = directory.resolve("x.safetensors");
        SafetensorsWriter.write(path, Map.of("old", Samples.tensor(StoredType.U8, 1L)), Map.of());
        TensorFile closed = TensorFile.open(path);
        Tensor unmapped = closed.tensor("old");
        closed.close();
        assertThrows(
                IllegalStateException.class, () -> SafetensorsWriter.write(path, Map.of("new", unmapped), Map.of()));
        try (TensorFile file = TensorFile.open(path)) {
            assertEquals(List.of("old"), file.names());
        }
        assertEquals(List.of("x.safetensors"), filesThere());
    }

    private List<String> filesThere() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    @Test
    @DisplayName("refuses the name that the format keeps for metadata")
    void reservedName() {
        assertEquals(
                "tensor name __metadata__: the format keeps it for metadata",
                refusal(Map.of("__metadata__", Samples.tensor(StoredType.U8)), Map.of()));
    }

    @Test
    @DisplayName("refuses text that UTF-8 cannot hold")
    void halfAPair() {
        String expected = "tensor names and metadata must not hold half of a surrogate pair";
        assertEquals(expected, refusal(Map.of("\uD800", Samples.tensor(StoredType.U8)), Map.of()));
        assertEquals(expected, refusal(Map.of(), Map.of("about", "\uDC00")));
    }

    private String refusal(Map<String, Tensor> tensors, Map<String, String> metadata) {
        Path path = directory.resolve("x.safetensors");
        var refused =
                assertThrows(IllegalArgumentException.class, () -> SafetensorsWriter.write(path, tensors, metadata));
        assertTrue(Files.notExists(path));
        return String.valueOf(refused.getMessage());
    }

    @Test
    @DisplayName("says in one line where it cannot write")
    void cannotWrite() {
        Path nowhere = directory.resolve("nowhere");
        assertEquals("x.safetensors: no such directory " + nowhere, writingFails(nowhere.resolve("x.safetensors")));
        assertEquals(directory.getFileName() + ": is a directory, not a file", writingFails(directory));
    }

    private static String writingFails(Path path) {
        return String.valueOf(assertThrows(IOException.class, () -> SafetensorsWriter.write(path, Map.of(), Map.of()))
                .getMessage());
    }
}
