package org.moegate.tensors;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a safetensors header: 8 bytes of length, a JSON object, then the data. */
final class SafetensorsHeader {

    static final int LENGTH_BYTES = Long.BYTES;

    /** The format's own cap. */
    static final int MAX_LENGTH = 100_000_000;

    static final String METADATA = "__metadata__";

    private SafetensorsHeader() {}

    static FileLayout read(HeaderSource source) throws IOException {
        int length = readLength(source);
        Map<String, Object> header = parse(source, length);
        Map<String, String> metadata = metadata(source, header);
        header.remove(METADATA);

        long dataStart = LENGTH_BYTES + (long) length;
        long dataSize = source.size() - dataStart;
        Map<String, TensorEntry> entries = new LinkedHashMap<>();
        var fields = new SafetensorsEntryReader(source, dataSize);
        for (var member : header.entrySet()) {
            entries.put(member.getKey(), fields.read(member.getKey(), member.getValue()));
        }
        SafetensorsTiling.check(source, entries, dataSize);
        return new FileLayout(entries, metadata, dataStart, dataSize);
    }

    private static int readLength(HeaderSource source) throws IOException {
        if (source.size() < LENGTH_BYTES) {
            throw source.fault((source.size() == 0 ? "is empty" : "has only " + source.size() + " bytes")
                    + ", a safetensors file starts with the 8-byte length of its header");
        }
        long length = source.readNumbers(0, LENGTH_BYTES).getLong();
        if (length < 0 || length > MAX_LENGTH) {
            throw source.fault("header length " + Long.toUnsignedString(length)
                    + " in the first 8 bytes must be at most " + MAX_LENGTH
                    + "; the file is damaged, or neither safetensors nor .npy");
        }
        if (length < "{}".length()) {
            throw source.fault("header length " + length + " in the first 8 bytes must be at least 2");
        }
        if (length > source.size() - LENGTH_BYTES) {
            throw source.fault("header length " + length + " in the first 8 bytes runs past the end of the file of "
                    + source.size() + " bytes");
        }
        return (int) length;
    }

    private static Map<String, Object> parse(HeaderSource source, int length) throws IOException {
        byte first = source.read(LENGTH_BYTES, 1)[0];
        if (first != '{') {
            throw source.fault("header starts with byte 0x%02X at offset 8, must start with {".formatted(first));
        }
        // a decoder of its own: the charset's default would replace what is not UTF-8
        var text = new InputStreamReader(
                new ByteArrayInputStream(source.read(LENGTH_BYTES, length)), StandardCharsets.UTF_8.newDecoder());
        try {
            return JsonObjects.parseKeepingNulls(text);
        } catch (IllegalArgumentException wrong) {
            throw source.fault("header is not a strict JSON object: " + wrong.getMessage(), wrong);
        }
    }

    private static Map<String, String> metadata(HeaderSource source, Map<String, Object> header)
            throws TensorFileException {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (!header.containsKey(METADATA)) {
            return metadata;
        }
        if (!(header.get(METADATA) instanceof Map<?, ?> members)) {
            throw source.fault(
                    METADATA + " = " + Printable.value(header.get(METADATA)) + ": must be an object of strings");
        }
        for (var member : members.entrySet()) {
            if (!(member.getValue() instanceof String text)) {
                throw source.fault(METADATA + " " + Printable.value(member.getKey()) + " = "
                        + Printable.value(member.getValue()) + ": must be a string");
            }
            metadata.put(String.valueOf(member.getKey()), text);
        }
        return metadata;
    }
}
