package org.moegate.kernelbuilds;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that nobody but this process's user can write to, nor put another in its place: what lies there is that user's, and
 * may be run. It is no link, nor is any file that is read in it; what is made here, the user alone can read as well. A folder
 * that root has provided will do, though the user cannot write there.
 *
 * <p>Safe for use by many threads and processes.
 */
public final class PrivateFolder {

    private static final FileAttribute<?>[] OWNER_ALONE =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                    }
                    : new FileAttribute<?>[0];

    private final Path path;

    private PrivateFolder(Path path) {
        this.path = path;
    }

    /**
     * A folder, made with those above it where it is missing.
     *
     * @param folder where it lies
     * @return that folder
     * @throws IOException saying in its message what is wrong with which folder
     */
    public static PrivateFolder make(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        @Nullable Path name = absolute.getFileName();
        if (name == null) {
            throw Writers.refusal(absolute, "is the topmost folder");
        }
        Path path = makeAbove(absolute).resolve(name);
        createIfMissing(path);
        return checked(path);
    }

    /**
     * A folder that is there already.
     *
     * @param folder where it lies
     * @return that folder
     * @throws NoSuchFileException where there is none
     * @throws IOException saying in its message what is wrong with which folder
     */
    public static PrivateFolder existing(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        return make(folder);
    }

    /**
     * A new folder among the temporary files, under a name that nobody can know before.
     *
     * @param prefix how its name begins
     * @return that folder
     * @throws IOException saying in its message what is wrong
     */
    public static PrivateFolder temporary(String prefix) throws IOException {
        Path folder = Files.createTempDirectory(prefix);
        try {
            return make(folder);
        } catch (IOException e) {
            Files.delete(folder);
            throw e;
        }
    }

    /**
     * What to tell a user of a failure.
     *
     * @param failure thrown here, or by other work on files
     * @return the file and what is wrong with it
     */
    public static String reason(IOException failure) {
        // some say no more in their message than the file
        return failure instanceof FileSystemException told && told.getReason() != null
                ? String.valueOf(failure.getMessage())
                : failure.toString();
    }

    /** The real path of the folder above, made where it is missing; links there are no harm where nobody else can change them. */
    private static Path makeAbove(Path folder) throws IOException {
        @Nullable Path above = folder.getParent();
        if (above == null) {
            return folder;
        }
        if (Files.notExists(above)) {
            createIfMissing(makeAbove(above).resolve(above.getFileName()));
        }
        Path real = above.toRealPath();
        for (@Nullable Path next = real; next != null; next = next.getParent()) {
            Writers.requireNobodyReplaces(next);
        }
        return real;
    }

    private static void createIfMissing(Path folder) throws IOException {
        try {
            if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(folder, OWNER_ALONE);
            }
        } catch (FileAlreadyExistsException e) {
            // another process has made it in between; it is looked at in any case
        }
    }

    private static PrivateFolder checked(Path path) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        // a junction of Windows' is a directory and something else besides
        if (!attributes.isDirectory() || attributes.isOther()) {
            throw Writers.refusal(path, attributes.isSymbolicLink() ? "is a symbolic link" : "is no folder");
        }
        Writers.requireNoOthers(path);
        return new PrivateFolder(path);
    }

    /**
     * Where it lies.
     *
     * @return its real path
     */
    public Path path() {
        return path;
    }

    /**
     * A file's content.
     *
     * @param name the file's
     * @param most how many bytes it may have
     * @return all of them
     * @throws NoSuchFileException where there is no such file
     * @throws IOException where it cannot be read, is longer, no regular file, or one that someone else can change
     */
    public byte[] read(String name, int most) throws IOException {
        Path file = path.resolve(name);
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        // a pipe would have its reader wait for a writer
        if (!attributes.isRegularFile()) {
            throw Writers.refusal(file, "is no regular file");
        }
        Writers.requireNoOthers(file);
        if (attributes.size() > most) {
            throw Writers.refusal(file, "has " + attributes.size() + " bytes, may have " + most);
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(most);
        }
    }

    /**
     * Puts a file in the place of the one that had its name before. It comes into being whole, by a rename.
     *
     * @param name the file's
     * @param content what it is to hold
     * @throws IOException where that fails; nothing is left behind then
     */
    public void write(String name, byte[] content) throws IOException {
        Path unfinished = Files.createTempFile(path, "unfinished", "");
        try {
            Files.write(unfinished, content);
            Files.move(
                    unfinished,
                    path.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /**
     * Removes it with all that lies in it, and follows no link in doing so.
     *
     * @throws IOException where something cannot be removed, such as a library that Windows has loaded
     */
    public void delete() throws IOException {
        delete(path);
    }

    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            List<Path> entries;
            try (Stream<Path> all = Files.list(path)) {
                entries = all.toList();
            }
            for (Path entry : entries) {
                delete(entry);
            }
        }
        Files.deleteIfExists(path);
    }
}
