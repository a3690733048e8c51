package org.moegate.tensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** The start of an open file. Headers are read, not mapped: a file that shrinks meanwhile is then an error, not a fault. */
record HeaderSource(String fileName, FileChannel channel, long size) {

    byte[] read(long position, int length) throws IOException {
        byte[] content = new byte[length];
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw fault("ends at byte " + (position + bytes.position()) + ", within its header");
            }
        }
        return content;
    }

    ByteBuffer readNumbers(long position, int length) throws IOException {
        return ByteBuffer.wrap(read(position, length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    TensorFileException fault(String problem) {
        return fault(problem, null);
    }

    TensorFileException fault(String problem, @Nullable Throwable cause) {
        return new TensorFileException(fileName, problem, cause);
    }
}
