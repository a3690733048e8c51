package org.moegate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A hostile file gives one line and no stack trace:")
class HostileFilesTest {

    private static final String SOUND = "\"logits\":{\"dtype\":\"F32\",\"shape\":[2,4],\"data_offsets\":[0,32]}";

    @TempDir
    private Path folder;

    static Stream<Arguments> safetensors() {
        return Stream.of(
                hostile("empty", new byte[0]),
                hostile("shorter than the length of its header", new byte[5]),
                hostile("a header longer than the file", length(1 << 20)),
                hostile("a header of negative length", length(-1)),
                hostile("a header of no length", length(0)),
                hostile("a header that is no JSON", SampleFiles.raw("not JSON", 32)),
                hostile("a header that is a JSON array", SampleFiles.raw("[1,2]", 32)),
                hostile("a header cut short", SampleFiles.raw("{" + SOUND, 32)),
                hostile("a header nested a hundred thousand deep", SampleFiles.raw("[".repeat(100_000), 0)),
                hostile("a header of invalid UTF-8", invalidUtf8()),
                hostile("data cut short", Arrays.copyOf(sound(), sound().length - 1)),
                hostile("a type nobody knows", changed("F32", "F77")),
                hostile("integers for logits", changed("F32", "I32")),
                hostile(
                        "doubles for logits",
                        SampleFiles.raw("{" + SOUND.replace("F32", "F64").replace("32]", "64]") + "}", 64)),
                hostile("a shape of three dimensions", changed("[2,4]", "[2,2,2]")),
                hostile(
                        "a scalar",
                        SampleFiles.raw("{\"logits\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}", 4)),
                hostile("a negative dimension", changed("[2,4]", "[-2,-4]")),
                hostile("dimensions whose product overflows", changed("[2,4]", "[4611686018427387905,4]")),
                hostile("a shape larger than its data", changed("[2,4]", "[200,4]")),
                hostile("a shape of text", changed("[2,4]", "\"two\"")),
                hostile("offsets beyond the file", changed("[0,32]", "[32,64]")),
                hostile("offsets in the wrong order", changed("[0,32]", "[32,0]")),
                hostile("negative offsets", changed("[0,32]", "[-32,0]")),
                hostile(
                        "no experts",
                        SampleFiles.raw("{\"logits\":{\"dtype\":\"F32\",\"shape\":[2,0],\"data_offsets\":[0,0]}}", 0)),
                hostile("no tensor at all", SampleFiles.raw("{}", 0)),
                hostile("a name of control characters", changed("logits", "\\u001b[2J\\n\\u0007")),
                hostile("metadata whose spec is no JSON", withSpec("nonsense")),
                hostile("metadata whose spec is a list", withSpec("[]")),
                hostile("metadata whose spec has an unknown field", withSpec("{\\\"topk\\\":1,\\\"top\\\":1}")),
                hostile("metadata whose spec asks for too much", withSpec("{\\\"topk\\\":1,\\\"topk_group\\\":1e99}")),
                hostile("a bias of another length", withBias("[3]", 12)),
                hostile("a bias of two dimensions", withBias("[1,4]", 16)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("safetensors")
    @DisplayName("safetensors")
    void isRefusedInOneLine(byte[] bytes) throws IOException {
        assertRefused(Files.write(folder.resolve("hostile.safetensors"), bytes));
    }

    static Stream<Arguments> npy() {
        return Stream.of(
                hostile("empty", new byte[0]),
                hostile("another magic", "PK\3\4 and more of a zip file".getBytes(StandardCharsets.UTF_8)),
                hostile("a header cut short", "\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1)),
                hostile("pickled objects", array("{'descr': '|O', 'fortran_order': False, 'shape': (2, 4), }")),
                hostile("columns first", array("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 4), }")),
                hostile("another byte order", array("{'descr': '>f4', 'fortran_order': False, 'shape': (2, 4), }")),
                hostile(
                        "a shape larger than its data",
                        array("{'descr': '<f4', 'fortran_order': False, 'shape': (9, 9), }")),
                hostile("a shape of text", array("{'descr': '<f4', 'fortran_order': False, 'shape': 'wide', }")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("npy")
    @DisplayName("npy")
    void isRefusedInOneLineToo(byte[] bytes) throws IOException {
        assertRefused(Files.write(folder.resolve("hostile.npy"), bytes));
    }

    private static void assertRefused(Path file) {
        Path out = file.resolveSibling("out.safetensors");
        Cli.Result result = Cli.run("route", "--topk=1", "--out", out, file);
        assertTrue(result.exitCode() == 1 || result.exitCode() == 2, "exit code " + result.exitCode());
        assertEquals("", result.out());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().startsWith("moegate: "), result.err());
        assertTrue(result.err().contains(String.valueOf(file.getFileName())), result.err());
        assertFalse(result.err().contains("unexpected failure"), result.err());
        assertTrue(result.err().strip().chars().noneMatch(Character::isISOControl), result.err());
        assertFalse(Files.exists(out), "a failed run left a file");
    }

    private static Arguments hostile(String name, byte[] bytes) {
        return Arguments.of(Named.of(name, bytes));
    }

    private static byte[] sound() {
        return SampleFiles.raw("{" + SOUND + "}", 32);
    }

    private static byte[] changed(String what, String into) {
        return SampleFiles.raw("{" + SOUND.replace(what, into) + "}", 32);
    }

    private static byte[] length(long length) {
        return ByteBuffer.allocate(Long.BYTES + 32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
    }

    private static byte[] invalidUtf8() {
        byte[] bytes = sound();
        bytes[Long.BYTES + 3] = (byte) 0xFF;
        return bytes;
    }

    private static byte[] withSpec(String json) {
        return SampleFiles.raw("{\"__metadata__\":{\"spec\":\"" + json + "\"}," + SOUND + "}", 32);
    }

    private static byte[] withBias(String shape, int bytes) {
        String bias = "\"bias\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[32," + (32 + bytes) + "]}";
        return SampleFiles.raw("{" + SOUND + "," + bias + "}", 32 + bytes);
    }

    /** Version 1.0 of the format, with eight floats of data. */
    private static byte[] array(String header) {
        byte[] text = (header + "\n").getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(10 + text.length + 32)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) text.length)
                .put(text)
                .array();
    }
}
