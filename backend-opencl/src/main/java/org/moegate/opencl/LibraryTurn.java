package org.moegate.opencl;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * JOCL's loading of its native library, one process of a user at a time. JOCL unpacks the library to a fixed name among the
 * temporary files, and a process that loads it while another is still writing ends with SIGBUS: processes that start together
 * on a fresh machine do. Take it once in a process.
 */
final class LibraryTurn implements AutoCloseable {

    private static final Logger LOG = System.getLogger(LibraryTurn.class.getName());

    private final @Nullable FileChannel lockFile;

    private LibraryTurn(@Nullable FileChannel lockFile) {
        this.lockFile = lockFile;
    }

    /** Waits for the processes before. Where temporary files cannot be locked, all go at once, as they would with JOCL alone. */
    static LibraryTurn take() {
        Path path = lockFile();
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                channel.lock();
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            return new LibraryTurn(channel);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, path + " cannot be locked, so other processes are not waited for", e);
            return new LibraryTurn(null);
        }
    }

    /** Of the user's own, since nobody can write to another one's. */
    static Path lockFile() {
        String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
        return Path.of(System.getProperty("java.io.tmpdir", ""), "moegate-jocl-" + user + ".lock");
    }

    /** Lets the next process go. The file stays: if it were deleted, others could lock a new one beside it. */
    @Override
    public void close() {
        if (lockFile != null) {
            try {
                lockFile.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "the lock is released at the latest when the process ends", e);
            }
        }
    }
}
