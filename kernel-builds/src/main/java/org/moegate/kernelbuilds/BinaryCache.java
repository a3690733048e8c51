package org.moegate.kernelbuilds;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
 * program, so that one that was cut off, changed or put there by something else is not taken for the program asked for. The
 * folder is a {@link PrivateFolder}, since whoever can write there chooses what the device runs. One that cannot be read or
 * written, or that someone else can write to, costs speed and a log line, nothing else.
 *
 * <p>Safe for use by many threads and processes.
 */
public final class BinaryCache {

    private static final Logger LOG = System.getLogger("org.moegate");

    private static final byte[] MAGIC = "moegate program 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST_BYTES = 32;
    private static final int HEADER_BYTES = MAGIC.length + 2 * DIGEST_BYTES;
    private static final String SUFFIX = ".bin";

    /** Programs have some ten thousand bytes, a few hundred thousand at most. */
    private static final int MOST_BYTES = 64 << 20;

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
        String name = fileName(keyDigest);
        try {
            PrivateFolder files = PrivateFolder.existing(folder);
            byte[] content = files.read(name, MOST_BYTES);
            if (!isWhole(content, keyDigest)) {
                LOG.log(Level.DEBUG, "the cached program {0} is not whole, and is built anew", folder.resolve(name));
                return Optional.empty();
            }
            markUsed(files.path().resolve(name));
            return Optional.of(Arrays.copyOfRange(content, HEADER_BYTES, content.length));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            warn("read", folder.resolve(name), e);
            return Optional.empty();
        }
    }

    /** The oldest are removed first, and this one is in use. */
    private static void markUsed(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
        } catch (IOException e) {
            LOG.log(
                    Level.DEBUG,
                    "cannot mark " + file + " as used: nobody removes it either where nobody can write",
                    e);
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
        String name = fileName(keyDigest);
        ByteBuffer content = ByteBuffer.allocate(HEADER_BYTES + program.length)
                .put(MAGIC)
                .put(keyDigest)
                .put(digest(program))
                .put(program);
        try {
            PrivateFolder files = PrivateFolder.make(folder);
            files.write(name, content.array());
            removeOldest(files.path());
        } catch (IOException e) {
            warn("write", folder.resolve(name), e);
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
        String name = fileName(digest(key.getBytes(StandardCharsets.UTF_8)));
        try {
            Files.deleteIfExists(PrivateFolder.existing(folder).path().resolve(name));
        } catch (NoSuchFileException e) {
            LOG.log(Level.DEBUG, "there is no folder, and no program to forget", e);
        } catch (IOException e) {
            warn("remove", folder.resolve(name), e);
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

    private static String fileName(byte[] keyDigest) {
        return HexFormat.of().formatHex(keyDigest) + SUFFIX;
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
