package org.moegate.tensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the header of a {@code .npy} file, versions 1.0, 2.0 and 3.0: magic, version, length, a Python dict, then the data. */
final class NpyHeader {

    /** What the array of a file without names is called. */
    static final String ONLY_NAME = "logits";

    /** NumPy's own limit for files that it does not trust; a header of one plain type takes about 120 bytes. */
    private static final int MAX_LENGTH = 10_000;

    private static final byte[] MAGIC = "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1);

    private static final int VERSION_BYTES = 2;
    private static final List<String> KEYS = List.of("descr", "fortran_order", "shape");

    private NpyHeader() {}

    static boolean isNpy(HeaderSource source) throws IOException {
        return source.size() >= MAGIC.length && Arrays.equals(source.read(0, MAGIC.length), MAGIC);
    }

    static FileLayout read(HeaderSource source) throws IOException {
        int versionEnd = MAGIC.length + VERSION_BYTES;
        requireBytes(source, versionEnd);
        ByteBuffer version = source.readNumbers(MAGIC.length, VERSION_BYTES);
        int major = Byte.toUnsignedInt(version.get());
        int minor = Byte.toUnsignedInt(version.get());
        if (major < 1 || major > 3 || minor != 0) {
            throw source.fault(".npy version " + major + "." + minor + " must be 1.0, 2.0 or 3.0");
        }
        int lengthBytes = major == 1 ? Short.BYTES : Integer.BYTES;
        int headerStart = versionEnd + lengthBytes;
        requireBytes(source, headerStart);
        ByteBuffer field = source.readNumbers(versionEnd, lengthBytes);
        long length = major == 1 ? Short.toUnsignedLong(field.getShort()) : Integer.toUnsignedLong(field.getInt());
        if (length > MAX_LENGTH) {
            throw source.fault(
                    "header length " + length + " at offset " + versionEnd + " must be at most " + MAX_LENGTH);
        }
        requireBytes(source, headerStart + length);
        Charset charset = major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        return layout(source, parse(source, source.read(headerStart, (int) length), charset), headerStart + length);
    }

    private static void requireBytes(HeaderSource source, long needed) throws TensorFileException {
        if (source.size() < needed) {
            throw source.fault("has only " + source.size() + " bytes, its .npy header must take at least " + needed);
        }
    }

    private static Map<?, ?> parse(HeaderSource source, byte[] header, Charset charset) throws TensorFileException {
        Object literal;
        try {
            literal = PythonLiteral.parse(
                    charset.newDecoder().decode(ByteBuffer.wrap(header)).toString());
        } catch (CharacterCodingException notText) {
            throw source.fault("header is not " + charset, notText);
        } catch (IllegalArgumentException wrong) {
            throw source.fault("header is not a Python dict: " + wrong.getMessage(), wrong);
        }
        if (!(literal instanceof Map<?, ?> fields)) {
            throw source.fault("header = " + Printable.value(literal) + ": must be a Python dict");
        }
        for (String key : KEYS) {
            if (!fields.containsKey(key)) {
                throw source.fault("header: key '" + key + "' is missing");
            }
        }
        if (fields.size() > KEYS.size()) {
            throw source.fault("header: has keys " + Printable.value(fields.keySet()) + ", must be " + KEYS);
        }
        return fields;
    }

    private static FileLayout layout(HeaderSource source, Map<?, ?> fields, long dataStart) throws TensorFileException {
        StoredType type = NpyDescr.type(source, fields.get("descr"));
        requireRowMajor(source, fields.get("fortran_order"));
        List<Long> shape = shape(source, fields.get("shape"));
        long dataSize = source.size() - dataStart;
        String needs = "shape " + Printable.value(shape) + " of " + type + " needs ";
        long needed;
        try {
            needed = Shapes.byteSize(shape, type.byteSize() * Byte.SIZE);
        } catch (ArithmeticException overflow) {
            throw source.fault(needs + "more memory than can be addressed", overflow);
        }
        if (dataSize != needed) {
            throw source.fault("has " + dataSize + " bytes of data from offset " + dataStart + " on, " + needs
                    + "exactly " + needed);
        }
        var entry = new TensorEntry(ElementType.of(type), shape, 0, dataSize);
        return new FileLayout(Map.of(ONLY_NAME, entry), Map.of(), dataStart, dataSize);
    }

    private static void requireRowMajor(HeaderSource source, @Nullable Object fortranOrder) throws TensorFileException {
        if (!(fortranOrder instanceof Boolean fortran)) {
            throw source.fault("fortran_order = " + Printable.value(fortranOrder) + ": must be True or False");
        }
        if (fortran) {
            throw source.fault(
                    "fortran_order = True: must be False, save numpy.ascontiguousarray(a) to get rows one after another");
        }
    }

    private static List<Long> shape(HeaderSource source, @Nullable Object value) throws TensorFileException {
        if (!(value instanceof List<?> extents)) {
            throw source.fault("shape = " + Printable.value(value) + ": must be a tuple");
        }
        for (Object extent : extents) {
            if (!(extent instanceof Long number) || number < 0) {
                throw source.fault(
                        "shape = " + Printable.value(extents) + ": each must be a whole number in 0..2^63-1");
            }
        }
        return extents.stream().map(Long.class::cast).toList();
    }
}
