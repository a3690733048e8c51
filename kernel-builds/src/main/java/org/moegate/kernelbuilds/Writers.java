package org.moegate.kernelbuilds;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who can change a file or a folder, as systems with POSIX's permissions tell it: besides this process's user only those who can
 * change anything anyway, who are root and the owner of the topmost folder. Windows tells it otherwise; there a user's profile, in
 * which caches lie, is the user's alone unless someone changes that.
 */
final class Writers {

    private static final boolean TOLD =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    private static final int ROOT = 0;
    private static final int GROUP_WRITES = 0020;
    private static final int OTHERS_WRITE = 0002;
    private static final int STICKY = 01000;
    private static final int MODE_BITS = 07777;

    private Writers() {}

    /** Refuses what someone else can change. */
    static void requireNoOthers(Path path) throws IOException {
        if (TOLD) {
            int mode = number(path, "mode");
            requireTrustedOwner(path);
            if ((mode & OTHERS_WRITE) != 0 || ((mode & GROUP_WRITES) != 0 && !hasGroupOfOwner(path))) {
                throw refusal(
                        path, "can be written to by other users, mode " + Integer.toOctalString(mode & MODE_BITS));
            }
        }
    }

    /**
     * Refuses a folder in which someone else can put another thing in the place of one of this user's. Where the sticky bit is
     * set, as it is for temporary files, that is nobody.
     */
    static void requireNobodyReplaces(Path folder) throws IOException {
        if (!TOLD) {
            return;
        }
        if ((number(folder, "mode") & STICKY) == 0) {
            requireNoOthers(folder);
        } else {
            requireTrustedOwner(folder);
        }
    }

    private static void requireTrustedOwner(Path path) throws IOException {
        int owner = number(path, "uid");
        if (owner != ROOT && owner != ProcessUser.uid() && owner != number(rootOf(path), "uid")) {
            throw refusal(path, "belongs to another user, number " + Integer.toUnsignedString(owner));
        }
    }

    /** A group with its owner's name is, as most systems set users up, that user's alone. */
    private static boolean hasGroupOfOwner(Path path) throws IOException {
        Map<String, Object> names = Files.readAttributes(path, "unix:owner,group", LinkOption.NOFOLLOW_LINKS);
        return String.valueOf(names.get("owner")).equals(String.valueOf(names.get("group")));
    }

    private static Path rootOf(Path path) {
        @Nullable Path root = path.toAbsolutePath().getRoot();
        return root == null ? path : root;
    }

    private static int number(Path path, String attribute) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
    }

    static FileSystemException refusal(Path path, String reason) {
        return new FileSystemException(path.toString(), null, reason);
    }
}
