package org.moegate.cuda.javacpp;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import org.moegate.kernelbuilds.PrivateFolder;

/**
 * The folder that JavaCPP unpacks its native libraries to. It loads what lies there already if that has the right length and time,
 * whoever put it there, and where the user's home cannot be written to, takes one among the temporary files of all users.
 */
public final class JavaCppCache {

    private static final Logger LOG = System.getLogger(JavaCppCache.class.getName());

    /** JavaCPP's property for another folder. */
    private static final String FOLDER = "org.bytedeco.javacpp.cachedir";

    /** JavaCPP's lock there, which it waits for as long as it takes. */
    private static final String LOCK = ".lock";

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

    private JavaCppCache() {}

    /**
     * Makes it one that only this user can write to; to be called before JavaCPP loads anything.
     *
     * @return why JavaCPP may not be used, if that cannot be
     */
    public static Optional<String> whyNot() {
        return whyNot(LONGEST_WAIT);
    }

    static Optional<String> whyNot(Duration longestWait) {
        try {
            choose();
            // where the application has used JavaCPP before, it has chosen already
            PrivateFolder chosen = PrivateFolder.make(Loader.getCacheDir().toPath());
            awaitOthers(chosen.path().resolve(LOCK), longestWait);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("JavaCPP may not unpack its native libraries: " + PrivateFolder.reason(e));
        }
    }

    private static void choose() throws IOException {
        try {
            PrivateFolder.make(usual());
        } catch (IOException e) {
            PrivateFolder own = PrivateFolder.temporary("moegate-javacpp");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(own)));
            System.setProperty(FOLDER, own.path().toString());
            LOG.log(
                    Level.DEBUG,
                    "JavaCPP unpacks its libraries to " + own.path() + ", for this process: "
                            + PrivateFolder.reason(e));
        }
    }

    private static Path usual() throws IOException {
        String told = System.getProperty(FOLDER, "");
        if (!told.isEmpty()) {
            return path(told);
        }
        Path usual =
                path(System.getProperty("user.home", "")).resolve(".javacpp").resolve("cache");
        if (!usual.isAbsolute()) {
            // a home that Java does not know is "?"
            throw new FileSystemException(usual.toString(), null, "is in no home");
        }
        return usual;
    }

    private static Path path(String text) throws IOException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IOException(text + ": is no path", e);
        }
    }

    /** JavaCPP then finds the lock free, or has to wait for those alone that took it in between. */
    private static void awaitOthers(Path lock, Duration longestWait) throws IOException {
        if (!Files.isWritable(lock.getParent())) {
            // it can unpack nothing, and locks nothing
            return;
        }
        if (Files.exists(lock, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(lock.toString(), null, "is no regular file");
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long start = System.nanoTime();
            boolean told = false;
            while (!isFree(channel)) {
                if (System.nanoTime() - start > longestWait.toNanos()) {
                    throw new FileSystemException(
                            lock.toString(),
                            null,
                            "is locked by another process, which was waited for during " + longestWait.toSeconds()
                                    + " s");
                }
                if (!told) {
                    LOG.log(
                            Level.WARNING,
                            "waiting, at most {0} s, for another process that unpacks JavaCPP''s native"
                                    + " libraries and has locked {1}",
                            longestWait.toSeconds(),
                            lock);
                    told = true;
                }
                pause(lock);
            }
        }
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock taken = channel.tryLock();
            if (taken != null) {
                taken.release();
            }
            return taken != null;
        } catch (OverlappingFileLockException e) {
            // another thread of this process unpacks
            return false;
        }
    }

    private static void pause(Path lock) throws IOException {
        try {
            Thread.sleep(BETWEEN_TRIES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FileSystemException(
                    lock.toString(), null, "is locked by another process, and this thread was interrupted");
        }
    }

    private static void delete(PrivateFolder folder) {
        try {
            folder.delete();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "stays behind: " + folder.path(), e);
        }
    }
}
