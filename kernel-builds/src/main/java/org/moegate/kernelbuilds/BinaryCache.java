package org.moegate.kernelbuilds;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compiled programs on disk. A file is named by the digest of its key and holds the digests of key and program before the
 * program, so that one that was cut off, changed or put there by something else is not taken for the program asked for. Files
 * come into being whole, by a rename. A folder that cannot be read or written costs speed and a log line, nothing else.
 *
 * <p>Safe for use by many threads and processes.
 */
public final class BinaryCache {

    private static final Logger LOG = System.getLogger("org.moegate");

    private static final byte[] MAGIC = "moegate program 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST_BYTES = 32;
    private static final int HEADER_BYTES = MAGIC.length + 2 * DIGEST_BYTES;
    private static final String SUFFIX = ".bin";

    /** An engine has a handful of gates; a folder of many times as many holds mostly those of old drivers. */
    private static final int MOST_FILES = 512;

    private final @Nullable Path folder;
    private final int mostFiles;

    /**
     * A cache.
     *
     * @param folder where it lies, made when first needed; null for a cache that keeps nothing
     */
    public BinaryCache(@Nullable Path folder) {
        this(folder, MOST_FILES);
    }

    BinaryCache(@Nullable Path folder, int mostFiles) {
        this.folder = folder;
        this.mostFiles = mostFiles;
    }

    /**
     * The program kept under a key.
     *
     * @param key everything that the program depends on: device, driver, options and source
     * @return the program, if there is one and it is whole
     */
    public Optional<byte[]> get(String key) {
        if (folder == null) {
            return Optional.empty();
        }
        byte[] keyDigest = digest(key.getBytes(StandardCharsets.UTF_8));
        Path file = file(folder, keyDigest);
        try {
            byte[] content = Files.readAllBytes(file);
            if (!isWhole(content, keyDigest)) {
                LOG.log(Level.DEBUG, "the cached program {0} is not whole, and is built anew", file);
                return Optional.empty();
            }
            // the oldest are removed first, and this one is in use
            Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
            return Optional.of(Arrays.copyOfRange(content, HEADER_BYTES, content.length));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            warn("read", file, e);
            return Optional.empty();
        }
    }

    /**
     * Keeps a program, in the place of the one that had the key before.
     *
     * @param key as for {@link #get}
     * @param program what the compiler made
     */
    public void put(String key, byte[] program) {
        if (folder == null) {
            return;
        }
        byte[] keyDigest = digest(key.getBytes(StandardCharsets.UTF_8));
        Path file = file(folder, keyDigest);
        ByteBuffer content = ByteBuffer.allocate(HEADER_BYTES + program.length)
                .put(MAGIC)
                .put(keyDigest)
                .put(digest(program))
                .put(program);
        try {
            Files.createDirectories(folder);
            Path unfinished = Files.createTempFile(folder, "unfinished", "");
            try {
                Files.write(unfinished, content.array());
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(unfinished);
            }
            removeOldest(folder);
        } catch (IOException e) {
            warn("write", file, e);
        }
    }

    /**
     * Forgets a program that turned out to be of no use.
     *
     * @param key as for {@link #get}
     */
    public void remove(String key) {
        if (folder == null) {
            return;
        }
        Path file = file(folder, digest(key.getBytes(StandardCharsets.UTF_8)));
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            warn("remove", file, e);
        }
    }

    private static boolean isWhole(byte[] content, byte[] keyDigest) {
        return content.length > HEADER_BYTES
                && Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                && Arrays.equals(content, MAGIC.length, MAGIC.length + DIGEST_BYTES, keyDigest, 0, DIGEST_BYTES)
                && Arrays.equals(
                        content,
                        MAGIC.length + DIGEST_BYTES,
                        HEADER_BYTES,
                        digest(Arrays.copyOfRange(content, HEADER_BYTES, content.length)),
                        0,
                        DIGEST_BYTES);
    }

    private void removeOldest(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(SUFFIX)).toList();
        }
        if (files.size() <= mostFiles) {
            return;
        }
        List<Path> byAge = files.stream()
                .sorted(Comparator.comparing(BinaryCache::lastUse))
                .toList();
        for (Path file : byAge.subList(0, byAge.size() - mostFiles)) {
            Files.deleteIfExists(file);
        }
    }

    private static FileTime lastUse(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            // most likely another process has removed it; whatever else it is, such a file goes first
            return FileTime.fromMillis(0);
        }
    }

    private static void warn(String what, Path file, IOException e) {
        LOG.log(Level.WARNING, "cannot " + what + " the cached program " + file + ": " + e);
    }

    private static Path file(Path folder, byte[] keyDigest) {
        return folder.resolve(HexFormat.of().formatHex(keyDigest) + SUFFIX);
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
