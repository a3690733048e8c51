package org.moegate.tensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A .npy file that does not hold what it says, or cannot be read here, is refused in one line:")
class HostileNpyTest {

    private static final String HEADER = Samples.npyHeader("<f4", "(2,)");
    private static final String DESCRS = "must be one of <f8, <f4, <f2, <i8, <i4, <i2, |i1, <u8, <u4, <u2, |u1, |b1";

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource({"preambles", "dicts", "descrs", "shapes"})
    void isRefused(byte[] bytes, String message) throws IOException {
        Path path = Files.write(directory.resolve("x.npy"), bytes);
        var refused = assertThrows(
                TensorFileException.class, () -> TensorFile.open(path).close());
        assertEquals("x.npy: " + message, refused.getMessage());
    }

    static Stream<Arguments> preambles() {
        byte[] whole = Samples.npy(HEADER, 8);
        return Stream.of(
                argumentSet(
                        "magic alone",
                        Arrays.copyOf(whole, 6),
                        "has only 6 bytes, its .npy header must take at least 8"),
                argumentSet(
                        "half a length",
                        Arrays.copyOf(whole, 9),
                        "has only 9 bytes, its .npy header must take at least 10"),
                argumentSet(
                        "header past the end",
                        Samples.npy(1, 0, 500, HEADER, 0),
                        "has only 68 bytes, its .npy header must take at least 510"),
                argumentSet(
                        "header of 4 GiB",
                        Samples.npy(2, 0, 0xFFFF_FFFFL, HEADER, 8),
                        "header length 4294967295 at offset 8 must be at most 10000"),
                argumentSet(
                        "header longer than NumPy trusts",
                        Samples.npy(1, 0, HEADER + " ".repeat(10_000), 8),
                        "header length 10058 at offset 8 must be at most 10000"),
                argumentSet("version 0.0", Samples.npy(0, 0, HEADER, 8), ".npy version 0.0 must be 1.0, 2.0 or 3.0"),
                argumentSet("version 1.1", Samples.npy(1, 1, HEADER, 8), ".npy version 1.1 must be 1.0, 2.0 or 3.0"),
                argumentSet("version 4.0", Samples.npy(4, 0, HEADER, 8), ".npy version 4.0 must be 1.0, 2.0 or 3.0"),
                argumentSet(
                        "version 255.0", Samples.npy(255, 0, HEADER, 8), ".npy version 255.0 must be 1.0, 2.0 or 3.0"),
                argumentSet("header that is not UTF-8", notUtf8(), "header is not UTF-8"));
    }

    private static byte[] notUtf8() {
        byte[] file = Samples.npy(3, 0, HEADER, 8);
        file[14] = (byte) 0xFF;
        return file;
    }

    static Stream<Arguments> dicts() {
        String notADict = "header is not a Python dict: ";
        return Stream.of(
                refused("no header", "", notADict + "expected a value at character 0, found the end"),
                refused("not Python", "hello", notADict + "expected a value at character 0, found \"h\""),
                refused("a list", "[1]", "header = [1]: must be a Python dict"),
                refused("cut off", "{'descr': '<f4'", notADict + "expected , or } at character 15, found the end"),
                refused("string without end", "{'descr", notADict + "the string at character 1 has no end"),
                refused(
                        "escaped string",
                        "{'\\x64escr': 1}",
                        notADict + "the string at character 1 has a backslash, must have none"),
                refused("key a number", "{1: 2}", notADict + "expected a string as key at character 1, found \"1\""),
                refused("no colon", "{'a' 2}", notADict + "expected : at character 5, found \"2\""),
                refused("two dicts", "{}{}", notADict + "expected the end at character 2, found \"{\""),
                refused("NUL in the dict", "{}\0", notADict + "expected the end at character 2, found \"\\u0000\""),
                refused("deep tuples", "(".repeat(9000), notADict + "is nested more than 16 levels deep"),
                refused("deep dicts", "{'a':".repeat(1800), notADict + "is nested more than 16 levels deep"),
                refused("duplicate key", "{'shape': (2,), 'shape': (2,)}", notADict + "duplicate key \"shape\""),
                refused("no descr", "{'fortran_order': False, 'shape': (2,)}", "header: key 'descr' is missing"),
                refused(
                        "no fortran_order",
                        "{'descr': '<f4', 'shape': (2,)}",
                        "header: key 'fortran_order' is missing"),
                refused("no shape", "{'descr': '<f4', 'fortran_order': False}", "header: key 'shape' is missing"),
                refused("another key", "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1}", """
                        header: has keys [descr, fortran_order, shape, x], must be [descr, fortran_order, shape]"""),
                refused("Fortran order", HEADER.replace("False", "True"), """
                        fortran_order = True: must be False, save numpy.ascontiguousarray(a) to get rows one after another"""),
                refused("order a number", HEADER.replace("False", "0"), "fortran_order = 0: must be True or False"));
    }

    static Stream<Arguments> descrs() {
        String noSingleType = "; records and sub-arrays have no single type";
        return Stream.of(
                badDescr("unknown type", "'<f3'", "\"<f3\": " + DESCRS),
                badDescr("complex", "'<c8'", "\"<c8\": " + DESCRS),
                badDescr("text", "'<U5'", "\"<U5\": " + DESCRS),
                badDescr("no byte order", "'f4'", "\"f4\": " + DESCRS),
                badDescr("native byte order", "'=f4'", "\"=f4\": " + DESCRS),
                badDescr("empty", "''", "\"\": " + DESCRS + noSingleType),
                badDescr("None", "None", "null: " + DESCRS + noSingleType),
                badDescr("records", "[('a', '<f4'), ('b', '<i4')]", "[[a, <f4], [b, <i4]]: " + DESCRS + noSingleType),
                badDescr("sub-arrays", "('<f4', (2,))", "[<f4, [2]]: " + DESCRS + noSingleType),
                badDescr("objects", "'|O'", "\"|O\": pickled Python objects are never loaded; " + DESCRS),
                badDescr("big-endian", "'>f4'", """
                        ">f4": big-endian is not read, save a.astype(a.dtype.newbyteorder('<'));""" + " " + DESCRS),
                badDescr("bfloat16 of ml_dtypes", "'|V2'", """
                        "|V2": probably bfloat16, for which .npy has no type; save it as safetensors"""),
                badDescr("bfloat16 of ml_dtypes, older", "'<V2'", """
                        "<V2": probably bfloat16, for which .npy has no type; save it as safetensors"""));
    }

    static Stream<Arguments> shapes() {
        String range = ": each must be a whole number in 0..2^63-1";
        return Stream.of(
                badShape("negative", "(-2,)", "shape = [-2]" + range),
                badShape("truth", "(True,)", "shape = [true]" + range),
                badShape("nested", "((2,),)", "shape = [[2]]" + range),
                badShape("a number", "2", "shape = 2: must be a tuple"),
                badShape("a number in parentheses", "(2)", "shape = 2: must be a tuple"),
                badShape("fractional", "(2.0,)", """
                        header is not a Python dict: expected , or ) at character 52, found ".\""""),
                badShape("NaN", "(nan,)", "header is not a Python dict: expected a value at character 51, found \"n\""),
                badShape("2^63", "(9223372036854775808,)", """
                        header is not a Python dict: number "9223372036854775808" must be whole and within int64"""),
                badShape("a long of Python 2", "(2L,)", """
                        header is not a Python dict: number "2L" must be whole and within int64"""),
                badShape("overflowing", "(4294967296, 4294967296, 4)", """
                        shape [4294967296, 4294967296, 4] of F32 needs more memory than can be addressed"""),
                argumentSet(
                        "data cut off",
                        Samples.npy(HEADER, 7),
                        "has 7 bytes of data from offset 68 on, shape [2] of F32 needs exactly 8"),
                argumentSet(
                        "bytes after the data",
                        Samples.npy(HEADER, 9),
                        "has 9 bytes of data from offset 68 on, shape [2] of F32 needs exactly 8"));
    }

    private static Arguments badDescr(String what, String descr, String problem) {
        return refused("descr " + what, HEADER.replace("'<f4'", descr), "descr = " + problem);
    }

    private static Arguments badShape(String what, String shape, String message) {
        return refused("shape " + what, HEADER.replace("(2,)", shape), message);
    }

    private static Arguments refused(String what, String header, String message) {
        return argumentSet(what, Samples.npy(header, 8), message);
    }
}
