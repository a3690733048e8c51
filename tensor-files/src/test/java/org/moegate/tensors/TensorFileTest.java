package org.moegate.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A tensor file")
class TensorFileTest {

    @TempDir
    private Path directory;

    @Test
    @DisplayName("lists its tensors and metadata in the header's order")
    void listsInOrder() throws IOException {
        Path path = file("x.safetensors", Samples.safetensors("""
                {"z":{"dtype":"U8","shape":[1],"data_offsets":[1,2]},\
                "__metadata__":{"k2":"v2","k1":"v1"},\
                "a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 2));
        try (TensorFile file = TensorFile.open(path)) {
            assertEquals(List.of("z", "a"), file.names());
            assertEquals(List.of("k2", "k1"), List.copyOf(file.metadata().keySet()));
            assertEquals(Map.of("k1", "v1", "k2", "v2"), file.metadata());
            assertEquals(path, file.path());
            assertTrue(file.contains("a"));
            assertFalse(file.contains("__metadata__"));
        }
    }

    @ParameterizedTest(name = "to {0} bytes")
    @ValueSource(ints = {0, 100, 8200})
    @DisplayName("that was cut short while it was open says so")
    void tellsThatItWasCutShort(int bytes) throws IOException {
        Path path = file("x.safetensors", Samples.safetensors("""
                {"logits":{"dtype":"U8","shape":[8192],"data_offsets":[0,8192]}}""", 8192));
        try (TensorFile file = TensorFile.open(path)) {
            file.requireWhole();
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(bytes);
            }
            TensorFileException failure = assertThrows(TensorFileException.class, file::requireWhole);
            String message = String.valueOf(failure.getMessage());
            assertTrue(
                    message.matches("x\\.safetensors: became shorter .*: " + bytes + " bytes instead of 8\\d+"),
                    message);
        }
    }

    @ParameterizedTest(name = "with {0} bytes before the tensor")
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("hands out aligned, read-only data wherever the data lies")
    void dataIsAligned(int bytesBefore) throws IOException {
        String header = """
                {"before":{"dtype":"U8","shape":[%d],"data_offsets":[0,%d]},\
                "logits":{"dtype":"F64","shape":[3],"data_offsets":[%d,%d]}}""".formatted(bytesBefore, bytesBefore, bytesBefore, bytesBefore + 24);
        byte[] bytes = Samples.safetensors(header, bytesBefore + 24);
        byte[] content = Samples.counting(24);
        System.arraycopy(content, 0, bytes, bytes.length - 24, 24);
        try (TensorFile file = TensorFile.open(file("x.safetensors", bytes))) {
            Tensor logits = file.tensor("logits");
            assertEquals(0, logits.data().address() % Double.BYTES);
            assertTrue(logits.data().isReadOnly());
            assertArrayEquals(content, logits.data().toArray(ValueLayout.JAVA_BYTE));
        }
    }

    @Test
    @DisplayName("does not copy data that is aligned")
    void alignedDataIsNotCopied() throws IOException {
        String header = """
                {"logits":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""" + " ".repeat(5);
        assertEquals(0, header.length() % 8);
        try (TensorFile file = TensorFile.open(file("x.safetensors", Samples.safetensors(header, 8)))) {
            assertEquals(
                    file.tensor("logits").data().address(),
                    file.tensor("logits").data().address());
        }
    }

    @Test
    @DisplayName("names the first few tensors there are when asked for another")
    void unknownTensor() throws IOException {
        var header = new StringBuilder("{");
        for (int i = 0; i < 7; i++) {
            header.append(i == 0 ? "" : ",")
                    .append("\"t%d\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}".formatted(i));
        }
        try (TensorFile file = TensorFile.open(file("x.safetensors", Samples.safetensors(header + "}", 0)))) {
            var refused = assertThrows(IllegalArgumentException.class, () -> file.tensor("bias\n"));
            assertEquals(
                    "x.safetensors: has no tensor \"bias\\u000A\","
                            + " it holds \"t0\", \"t1\", \"t2\", \"t3\", \"t4\" and 2 more",
                    refused.getMessage());
        }
        try (TensorFile file = TensorFile.open(file("x.safetensors", Samples.safetensors("{}", 0)))) {
            var refused = assertThrows(IllegalArgumentException.class, () -> file.tensor("bias"));
            assertEquals("x.safetensors: has no tensor \"bias\", it holds none", refused.getMessage());
        }
    }

    @Test
    @DisplayName("opens beside tensors of a type that cannot be read, and refuses only those")
    void unreadableTypesAreListed() throws IOException {
        String header = """
                {"w":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,2]},\
                "q":{"dtype":"F4","shape":[4],"data_offsets":[2,4]},\
                "bias":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""";
        try (TensorFile file = TensorFile.open(file("x.safetensors", Samples.safetensors(header, 8)))) {
            assertEquals(List.of("w", "q", "bias"), file.names());
            assertEquals(StoredType.F32, file.tensor("bias").type());
            var refused = assertThrows(IllegalArgumentException.class, () -> file.tensor("w"));
            assertEquals(
                    "x.safetensors: tensor \"w\": dtype = F8_E4M3: can be listed but not read, must be one of"
                            + " [F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8, BOOL]",
                    refused.getMessage());
        }
    }

    @Test
    @DisplayName("can be closed twice, and is of no use afterwards")
    void closing() throws IOException {
        TensorFile file = TensorFile.open(file("x.npy", Samples.npy(Samples.npyHeader("<f4", "(2,)"), 8)));
        Tensor logits = file.tensor("logits");
        file.close();
        file.close();
        assertFalse(logits.data().scope().isAlive());
        var refused = assertThrows(IllegalStateException.class, () -> file.tensor("logits"));
        assertEquals("x.npy: is closed", refused.getMessage());
    }

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource({
        "<f8, F64",
        "<f4, F32",
        "<f2, F16",
        "<i8, I64",
        "<i4, I32",
        "<i2, I16",
        "|i1, I8",
        "<i1, I8",
        "<u8, U64",
        "<u4, U32",
        "<u2, U16",
        "|u1, U8",
        "<u1, U8",
        "|b1, BOOL",
        "<b1, BOOL"
    })
    @DisplayName("of .npy holds one tensor, called logits, of the type that NumPy names")
    void npyTypes(String descr, StoredType type) throws IOException {
        byte[] bytes = Samples.npy(Samples.npyHeader(descr, "(2, 3)"), 6 * type.byteSize());
        byte[] content = Samples.counting(6 * type.byteSize());
        System.arraycopy(content, 0, bytes, bytes.length - content.length, content.length);
        try (TensorFile file = TensorFile.open(file("x.npy", bytes))) {
            assertEquals(List.of("logits"), file.names());
            assertEquals(Map.of(), file.metadata());
            Tensor logits = file.tensor("logits");
            assertEquals(type, logits.type());
            assertEquals(List.of(2L, 3L), logits.shape());
            assertArrayEquals(content, logits.data().toArray(ValueLayout.JAVA_BYTE));
        }
    }

    @ParameterizedTest(name = "{0}.0")
    @ValueSource(ints = {1, 2, 3})
    @DisplayName("of .npy may be of every published version, whatever the file is called")
    void npyVersions(int major) throws IOException {
        byte[] bytes = Samples.npy(major, 0, Samples.npyHeader("<f4", "(2,)"), 8);
        try (TensorFile file = TensorFile.open(file("x.safetensors", bytes))) {
            assertEquals(List.of(2L), file.tensor("logits").shape());
        }
    }

    @ParameterizedTest(name = "shape {0}")
    @CsvSource(
            delimiter = '|',
            value = {"()|4", "(0, 5)|0", "(1, 2, 1)|8"})
    @DisplayName("of .npy may hold a scalar, nothing, or any rank")
    void npyShapes(String shape, int dataBytes) throws IOException {
        byte[] bytes = Samples.npy(Samples.npyHeader("<f4", shape), dataBytes);
        try (TensorFile file = TensorFile.open(file("x.npy", bytes))) {
            assertEquals(dataBytes, file.tensor("logits").data().byteSize());
        }
    }

    @Test
    @DisplayName("of .npy may spell its header in any way that is Python")
    void npySpelling() throws IOException {
        String header = " { \"shape\" :[2 ,],\t'fortran_order':False,\n'descr':('<f4')} ";
        try (TensorFile file = TensorFile.open(file("x.npy", Samples.npy(header, 8)))) {
            assertEquals(List.of(2L), file.tensor("logits").shape());
        }
    }

    @Test
    @DisplayName("that does not exist is named in one line")
    void missingFile() {
        assertEquals("x.safetensors: no such file", openingFails(directory.resolve("x.safetensors")));
    }

    @Test
    @DisplayName("that is a directory is named in one line")
    void directoryIsNoFile() {
        String name = String.valueOf(directory.getFileName());
        assertEquals(name + ": is a directory, not a file", openingFails(directory));
    }

    @Test
    @DisplayName("below another file is named in one line")
    void belowAFile() throws IOException {
        Path other = file("other", new byte[0]);
        assertTrue(openingFails(other.resolve("x.npy")).startsWith("x.npy: "));
    }

    private static String openingFails(Path path) {
        var error = assertThrows(IOException.class, () -> TensorFile.open(path).close());
        assertFalse(error instanceof TensorFileException, "the file system's errors say nothing of the content");
        return String.valueOf(error.getMessage());
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }
}
