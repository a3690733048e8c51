package org.moegate.tensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A safetensors file that does not hold what it says is refused in one line:")
class HostileSafetensorsTest {

    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    private static final String NO_HOLES =
            " belong to no tensor, the safetensors format allows no holes and no trailing bytes";

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource({"lengths", "json", "fields", "shapes", "offsets", "metadata"})
    void isRefused(byte[] bytes, String message) throws IOException {
        Path path = Files.write(directory.resolve("x.safetensors"), bytes);
        var refused = assertThrows(
                TensorFileException.class, () -> TensorFile.open(path).close());
        assertEquals("x.safetensors: " + message, refused.getMessage());
    }

    static Stream<Arguments> lengths() {
        String tooLong = " in the first 8 bytes must be at most 100000000;"
                + " the file is damaged, or neither safetensors nor .npy";
        return Stream.of(
                argumentSet(
                        "empty file",
                        new byte[0],
                        "is empty, a safetensors file starts with the 8-byte length of its header"),
                argumentSet(
                        "seven bytes",
                        new byte[7],
                        "has only 7 bytes, a safetensors file starts with the 8-byte length of its header"),
                argumentSet(
                        "header length 0",
                        Samples.safetensors(0, EMPTY_OBJECT, 0),
                        "header length 0 in the first 8 bytes must be at least 2"),
                argumentSet(
                        "header length past the end",
                        Samples.safetensors(3, EMPTY_OBJECT, 0),
                        "header length 3 in the first 8 bytes runs past the end of the file of 10 bytes"),
                argumentSet(
                        "header length beyond the format's cap",
                        Samples.safetensors(100_000_001, EMPTY_OBJECT, 0),
                        "header length 100000001" + tooLong),
                argumentSet(
                        "header length 2^63",
                        Samples.safetensors(Long.MIN_VALUE, EMPTY_OBJECT, 0),
                        "header length 9223372036854775808" + tooLong),
                argumentSet(
                        "header length 2^64 - 1",
                        Samples.safetensors(-1, EMPTY_OBJECT, 0),
                        "header length 18446744073709551615" + tooLong));
    }

    static Stream<Arguments> json() {
        return Stream.of(
                broken("not JSON", "{nonsense}", """
                        Unexpected character ('n' (code 110)): was expecting double-quote to start property name \
                        at line 1, column 2"""),
                broken(
                        "cut off",
                        "{\"a\":{",
                        "Unexpected end-of-input: expected close marker for Object at line 1, column 7"),
                broken("comment", "{/**/}", """
                        Unexpected character ('/' (code 47)): maybe a (non-standard) comment? at line 1, column 2"""),
                broken(
                        "more after the object",
                        "{}{}",
                        "Trailing token (`JsonToken.START_OBJECT`) found after value at line 1, column 3"),
                broken("NUL as padding", "{}\0", """
                        Illegal character ((CTRL-CHAR, code 0)): only regular white space (\\r, \\n, \\t) is allowed \
                        between tokens at line 1, column 3"""),
                broken("record separator", "{}\u001E", """
                        Illegal character ((CTRL-CHAR, code 30)): only regular white space (\\r, \\n, \\t) is allowed \
                        between tokens at line 1, column 3"""),
                broken("deep arrays", "{\"a\":" + "[".repeat(100_000), """
                        Document nesting depth (65) exceeds the maximum allowed (64)"""),
                broken("deep objects", "{\"a\":".repeat(100_000), """
                        Document nesting depth (65) exceeds the maximum allowed (64)"""),
                broken("more values than a header has", "{\"a\":[" + "0,".repeat(4_000_000), """
                        Token count (4000001) exceeds the maximum allowed (4000000)"""),
                broken("duplicate tensors", "{\"a\":" + tensor("U8", "[0]", "[0,0]") + ",\"a\":1}", """
                        Duplicate Object property "a" at line 1, column 57"""),
                broken("duplicate fields", "{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}}", """
                        Duplicate Object property "dtype" at line 1, column 27"""),
                argumentSet(
                        "bytes that are not UTF-8",
                        Samples.safetensors("{\"\u00FF\":1}".getBytes(StandardCharsets.ISO_8859_1), 0),
                        "header is not a strict JSON object: holds bytes that are not UTF-8"),
                argumentSet(
                        "UTF-16",
                        Samples.safetensors("{}".getBytes(StandardCharsets.UTF_16LE), 0),
                        "header is not a strict JSON object: Illegal character ((CTRL-CHAR, code 0)): only regular"
                                + " white space (\\r, \\n, \\t) is allowed between tokens at line 1, column 2"),
                refused("array", "[]", 0, "header starts with byte 0x5B at offset 8, must start with {"),
                refused("space first", " {}", 0, "header starts with byte 0x20 at offset 8, must start with {"));
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                refused("tensor null", "{\"a\":null}", 0, """
                        tensor "a" = null: must be an object with dtype, shape and data_offsets"""),
                refused("tensor with a hostile name", "{\"\\n\\u001b[31m\":5}", 0, """
                        tensor "\\u000A\\u001B[31m" = 5: must be an object with dtype, shape and data_offsets"""),
                refused("no dtype", "{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}", 8, """
                        tensor "a": dtype is missing"""),
                refused("no shape", "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}", 8, """
                        tensor "a": shape is missing"""),
                refused("no data_offsets", "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", 8, """
                        tensor "a": data_offsets is missing"""),
                badDtype("unknown", "\"F128\"", "\"F128\""),
                badDtype("of the wrong case", "\"f32\"", "\"f32\""),
                badDtype("of a megabyte", '"' + "F".repeat(1_000_000) + '"', '"' + "F".repeat(80) + "...\""),
                badDtype("a number", "32", "32"),
                badDtype("null", "null", "null"));
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                badExtent("negative", "-2", "shape[1] = -2: must be a whole number, at least 0"),
                badExtent("fractional", "2.5", "shape[1] = 2.5: must be a whole number, at least 0"),
                badExtent(
                        "whole but written as a fraction", "2.0", "shape[1] = 2.0: must be a whole number, at least 0"),
                badExtent("string", "\"2\"", "shape[1] = \"2\": must be a whole number, at least 0"),
                badExtent("null", "null", "shape[1] = null: must be a whole number, at least 0"),
                badExtent("2^63", "9223372036854775808", "shape[1] = 9223372036854775808: must lie in 0..2^63-1"),
                broken("extent NaN", one("F32", "[NaN]", "[0,8]"), "Non-standard token 'NaN' at line 1, column 33"),
                broken("extent beyond a double", one("F32", "[1e999]", "[0,8]"), """
                        "shape" has a number that is beyond a double"""),
                refused("shape a number", one("F32", "2", "[0,8]"), 8, """
                        tensor "a": shape = 2: must be an array"""),
                refused("product overflows", one("F32", "[4294967296,4294967296,4]", "[0,8]"), 8, """
                        tensor "a": shape [4294967296, 4294967296, 4] of F32 needs more memory than can be addressed"""),
                refused("bytes overflow", one("F64", "[2305843009213693952]", "[0,8]"), 8, """
                        tensor "a": shape [2305843009213693952] of F64 needs more memory than can be addressed"""),
                refused("shape larger than the data", one("F32", "[3]", "[0,8]"), 8, """
                        tensor "a": data_offsets = [0, 8]: are 8 bytes, shape [3] of F32 needs 12"""),
                refused("shape smaller than the data", one("F32", "[]", "[0,8]"), 8, """
                        tensor "a": data_offsets = [0, 8]: are 8 bytes, shape [] of F32 needs 4"""));
    }

    static Stream<Arguments> offsets() {
        String pair = ": must be two numbers, begin and end, begin not after end";
        String two = "{\"a\":" + tensor("U8", "[8]", "[0,8]") + ",\"b\":";
        return Stream.of(
                refused("reversed", one("F32", "[2]", "[8,0]"), 8, "tensor \"a\": data_offsets = [8, 0]" + pair),
                refused("one offset", one("F32", "[2]", "[0]"), 8, "tensor \"a\": data_offsets = [0]" + pair),
                refused(
                        "three offsets",
                        one("F32", "[2]", "[0,8,8]"),
                        8,
                        "tensor \"a\": data_offsets = [0, 8, 8]" + pair),
                refused("negative offset", one("F32", "[2]", "[-8,0]"), 8, """
                        tensor "a": data_offsets[0] = -8: must be a whole number, at least 0"""),
                refused("offset a string", one("F32", "[2]", "\"08\""), 8, """
                        tensor "a": data_offsets = "08": must be an array"""),
                refused("offset 2^63", one("F32", "[2]", "[9223372036854775808,9223372036854775816]"), 8, """
                        tensor "a": data_offsets[0] = 9223372036854775808: must lie in 0..2^63-1"""),
                refused("data cut off", one("F32", "[2]", "[0,8]"), 7, """
                        tensor "a": data_offsets = [0, 8]: must lie within the file's 7 bytes of data, is it truncated?"""),
                refused("offsets near 2^63", one("U8", "[1]", "[9223372036854775806,9223372036854775807]"), 8, """
                        tensor "a": data_offsets = [9223372036854775806, 9223372036854775807]: \
                        must lie within the file's 8 bytes of data, is it truncated?"""),
                refused("overlap", two + tensor("U8", "[8]", "[4,12]") + "}", 12, """
                        tensor "b": data_offsets = [4, 12]: overlap tensor "a", which ends at 8"""),
                refused("the same bytes twice", two + tensor("U8", "[8]", "[0,8]") + "}", 8, """
                        tensor "b": data_offsets = [0, 8]: overlap tensor "a", which ends at 8"""),
                refused("an empty tensor inside another", two + tensor("U8", "[0]", "[4,4]") + "}", 8, """
                        tensor "b": data_offsets = [4, 4]: overlap tensor "a", which ends at 8"""),
                refused("hole at the start", one("U8", "[4]", "[4,8]"), 8, "data bytes 0 to 4" + NO_HOLES),
                refused(
                        "hole between",
                        two + tensor("U8", "[2]", "[10,12]") + "}",
                        12,
                        "data bytes 8 to 10" + NO_HOLES),
                refused("bytes after the last tensor", one("U8", "[4]", "[0,4]"), 5, "data bytes 4 to 5" + NO_HOLES),
                refused("data without tensors", "{}", 3, "data bytes 0 to 3" + NO_HOLES));
    }

    static Stream<Arguments> metadata() {
        return Stream.of(
                refused(
                        "metadata a number",
                        "{\"__metadata__\":5}",
                        0,
                        "__metadata__ = 5: must be an object of strings"),
                refused(
                        "metadata an array",
                        "{\"__metadata__\":[]}",
                        0,
                        "__metadata__ = []: must be an object of strings"),
                refused(
                        "metadata null",
                        "{\"__metadata__\":null}",
                        0,
                        "__metadata__ = null: must be an object of strings"),
                refused("metadata of numbers", "{\"__metadata__\":{\"k\":1}}", 0, """
                        __metadata__ "k" = 1: must be a string"""),
                refused("metadata of nulls", "{\"__metadata__\":{\"k\":null}}", 0, """
                        __metadata__ "k" = null: must be a string"""));
    }

    private static Arguments badDtype(String what, String dtype, String shown) {
        String header = "{\"a\":{\"dtype\":" + dtype + ",\"shape\":[2],\"data_offsets\":[0,8]}}";
        return refused(
                "dtype " + what,
                header,
                8,
                "tensor \"a\": dtype = " + shown
                        + ": must be one of F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8, BOOL, C64, F8_E4M3, F8_E5M2,"
                        + " F8_E4M3FNUZ, F8_E5M2FNUZ, F8_E8M0, F6_E2M3, F6_E3M2, F4");
    }

    private static Arguments badExtent(String what, String extent, String problem) {
        return refused("extent " + what, one("F32", "[1," + extent + "]", "[0,8]"), 8, "tensor \"a\": " + problem);
    }

    private static Arguments broken(String what, String header, String problem) {
        return refused(what, header, 0, "header is not a strict JSON object: " + problem);
    }

    private static Arguments refused(String what, String header, int dataBytes, String message) {
        return argumentSet(what, Samples.safetensors(header, dataBytes), message);
    }

    private static String one(String dtype, String shape, String offsets) {
        return "{\"a\":" + tensor(dtype, shape, offsets) + "}";
    }

    private static String tensor(String dtype, String shape, String offsets) {
        return "{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}".formatted(dtype, shape, offsets);
    }
}
