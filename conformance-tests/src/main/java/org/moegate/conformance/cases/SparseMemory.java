package org.moegate.conformance.cases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.opentest4j.TestAbortedException;

/**
 * More address space than a machine has memory: a temporary file with a hole in it, mapped. Only the pages that are written come
 * to exist, the others read as zeros. The file is gone when the memory is closed, or earlier where the system allows.
 */
public final class SparseMemory implements AutoCloseable {

    private static final String FILE = "sparse";

    private final Arena arena = Arena.ofShared();
    private final Path folder;
    private final MemorySegment segment;

    /** So many bytes; the test ends as skipped where the system has no room for them or no files with holes. */
    public SparseMemory(long bytes) {
        try {
            folder = Files.createTempDirectory("moegate-conformance");
        } catch (IOException e) {
            throw unavailable(bytes, e);
        }
        try {
            segment = map(folder.resolve(FILE), bytes, arena);
        } catch (IOException | OutOfMemoryError e) {
            close();
            throw unavailable(bytes, e);
        }
    }

    private static MemorySegment map(Path file, long bytes, Arena arena) throws IOException {
        FileStore store = Files.getFileStore(file.getParent());
        long free = store.getUsableSpace();
        try (FileChannel channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE,
                StandardOpenOption.DELETE_ON_CLOSE)) {
            MemorySegment mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
            if (free - store.getUsableSpace() > bytes / 2) {
                throw new IOException(store + " has no files with holes");
            }
            return mapped;
        }
    }

    private static TestAbortedException unavailable(long bytes, Throwable reason) {
        return new TestAbortedException(
                "no " + bytes + " bytes of sparse memory could be had in a temporary file: " + reason, reason);
    }

    /** All of it. */
    public MemorySegment segment() {
        return segment;
    }

    @Override
    public void close() {
        arena.close();
        try {
            Files.deleteIfExists(folder.resolve(FILE));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
