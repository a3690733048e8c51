package org.moegate.kernelbuilds;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file in the format of Linux's libraries and programs, of 64 bits.
 *
 * @param machine for which processor it is, and in which order of bytes: the same number for what can be loaded together
 * @param size how many bytes it has
 * @param needed how many it must have, for all that is to be mapped into memory to be there
 */
record ElfFile(int machine, long size, long needed) {

    private static final int MAGIC = 0x7f454c46;
    private static final byte OF_64_BITS = 2;
    private static final byte LITTLE_ENDIAN = 1;
    private static final int HEADER_BYTES = 64;
    private static final int CLASS = 4;
    private static final int BYTE_ORDER = 5;
    private static final int MACHINE = 18;
    private static final int SEGMENTS = 32;
    private static final int SEGMENT_BYTES = 54;
    private static final int SEGMENT_COUNT = 56;
    private static final int SEGMENT_OFFSET_IN_FILE = 8;
    private static final int SEGMENT_SIZE_IN_FILE = 32;
    private static final int USUAL_SEGMENT_BYTES = 56;

    /** The type of segments that are mapped into memory. */
    private static final int LOAD = 1;

    boolean isWhole() {
        return size >= needed;
    }

    /** What a file says of itself; nothing if it is none of this format, or too short to say so, which every linker notices. */
    static Optional<ElfFile> read(Path path) throws IOException {
        // a pipe would have its reader wait for a writer
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        try (SeekableByteChannel file = Files.newByteChannel(path)) {
            ByteBuffer header = bytes(file, 0, HEADER_BYTES);
            if (header.remaining() < HEADER_BYTES || header.getInt(0) != MAGIC || header.get(CLASS) != OF_64_BITS) {
                return Optional.empty();
            }
            ByteOrder order = header.get(BYTE_ORDER) == LITTLE_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            header.order(order);
            int machine = (header.get(BYTE_ORDER) << Short.SIZE) | Short.toUnsignedInt(header.getShort(MACHINE));
            return Optional.of(new ElfFile(machine, file.size(), needed(file, header)));
        }
    }

    private static long needed(SeekableByteChannel file, ByteBuffer header) throws IOException {
        long table = header.getLong(SEGMENTS);
        int entry = Short.toUnsignedInt(header.getShort(SEGMENT_BYTES));
        int count = Short.toUnsignedInt(header.getShort(SEGMENT_COUNT));
        long needed = Math.max(HEADER_BYTES, table + (long) entry * count);
        if (needed > file.size() || entry != USUAL_SEGMENT_BYTES) {
            return needed;
        }
        ByteBuffer segments = bytes(file, table, entry * count).order(header.order());
        for (int start = 0; start < segments.limit(); start += entry) {
            if (segments.getInt(start) == LOAD) {
                long end = segments.getLong(start + SEGMENT_OFFSET_IN_FILE)
                        + segments.getLong(start + SEGMENT_SIZE_IN_FILE);
                needed = Math.max(needed, end);
            }
        }
        return needed;
    }

    /** As many as there are. */
    private static ByteBuffer bytes(SeekableByteChannel file, long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        file.position(position);
        while (bytes.hasRemaining() && file.read(bytes) >= 0) {
            // until it is full
        }
        return bytes.flip();
    }
}
