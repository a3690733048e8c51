package org.moegate.tensors;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes safetensors files. */
public final class SafetensorsWriter {

    private static final int ALIGNMENT = 8;
    private static final int CHUNK_BYTES = 1 << 16;

    private SafetensorsWriter() {}

    /**
     * Writes a file, or replaces one: at every moment the path names the old content or the new, whole. A symbolic link is
     * replaced, not followed.
     *
     * <p>The data starts at a multiple of 8 bytes and the tensors follow one another in the map's order, without padding,
     * which the format forbids; put wider elements first where readers profit from aligned ones.
     *
     * @param path the file to write, in a directory that exists
     * @param tensors the tensors by name; may be empty
     * @param metadata strings to keep beside the tensors; may be empty
     * @throws IOException if the file cannot be written; one line, starting with the file's name
     * @throws IllegalArgumentException if a tensor is called {@code __metadata__}, a name or string has no form in UTF-8,
     *     or the header becomes longer than the 100 million bytes that the format allows
     */
    public static void write(Path path, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        // a copy, so that header and data agree even if the caller's map changes
        Map<String, Tensor> all = new LinkedHashMap<>(tensors);
        byte[] header = header(all, metadata);
        String fileName = Printable.fileName(path);
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                throw new IOException(Files.isDirectory(path) ? "is a directory, not a file" : "is not a regular file");
            }
            replace(path, header, all);
        } catch (NoSuchFileException missing) {
            throw new IOException(
                    fileName + ": no such directory "
                            + Printable.line(parent(path).toString()),
                    missing);
        } catch (IOException error) {
            throw FileErrors.oneLine(fileName, error);
        }
    }

    private static Path parent(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? path : parent;
    }

    private static void replace(Path path, byte[] header, Map<String, Tensor> tensors) throws IOException {
        Path temporary = parent(path).resolve("." + UUID.randomUUID() + ".safetensors.tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                OutputStream out = Channels.newOutputStream(channel);
                out.write(header);
                for (Tensor tensor : tensors.values()) {
                    write(out, tensor.data());
                }
                // else a crash could leave the new name with none of the content
                channel.force(true);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** In chunks, since segments over arrays of floats cannot be seen as byte buffers. */
    private static void write(OutputStream out, MemorySegment data) throws IOException {
        byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, data.byteSize())];
        for (long from = 0; from < data.byteSize(); from += chunk.length) {
            int length = (int) Math.min(chunk.length, data.byteSize() - from);
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, from, chunk, 0, length);
            out.write(chunk, 0, length);
        }
    }

    private static byte[] header(Map<String, Tensor> tensors, Map<String, String> metadata) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            members.put(SafetensorsHeader.METADATA, metadata);
        }
        long offset = 0;
        for (var entry : tensors.entrySet()) {
            if (entry.getKey().equals(SafetensorsHeader.METADATA)) {
                throw new IllegalArgumentException(
                        "tensor name " + SafetensorsHeader.METADATA + ": the format keeps it for metadata");
            }
            Tensor tensor = entry.getValue();
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("dtype", tensor.type().name());
            fields.put("shape", tensor.shape());
            fields.put("data_offsets", List.of(offset, offset + tensor.data().byteSize()));
            members.put(entry.getKey(), fields);
            offset += tensor.data().byteSize();
        }
        return padded(utf8(JsonObjects.writeCompact(members)));
    }

    private static ByteBuffer utf8(String json) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(json));
        } catch (CharacterCodingException unpaired) {
            throw new IllegalArgumentException(
                    "tensor names and metadata must not hold half of a surrogate pair", unpaired);
        }
    }

    private static byte[] padded(ByteBuffer json) {
        int length = Math.ceilDiv(json.remaining(), ALIGNMENT) * ALIGNMENT;
        if (length > SafetensorsHeader.MAX_LENGTH) {
            throw new IllegalArgumentException("header of " + length + " bytes: tensor names and metadata must fit in "
                    + SafetensorsHeader.MAX_LENGTH);
        }
        ByteBuffer header = ByteBuffer.allocate(SafetensorsHeader.LENGTH_BYTES + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(json);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.array();
    }
}
