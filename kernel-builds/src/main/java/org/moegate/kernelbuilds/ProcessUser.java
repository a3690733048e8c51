package org.moegate.kernelbuilds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** The user that this process creates files as, by number: the JVM's property is a name, and may be set to any. */
final class ProcessUser {

    private static final Path LINUX_STATUS = Path.of("/proc/self/status");

    /** Its line has the real, the effective and the saved number, and that for files. */
    private static final String LINUX_LINE = "Uid:";

    private static final int LINUX_FOR_FILES = 4;

    private ProcessUser() {}

    static int uid() throws IOException {
        return Files.isReadable(LINUX_STATUS) ? ofStatus(Files.readAllLines(LINUX_STATUS)) : ofNewFile();
    }

    static int ofStatus(List<String> status) throws IOException {
        for (String line : status) {
            if (line.startsWith(LINUX_LINE)) {
                return Integer.parseUnsignedInt(line.split("\\s+", -1)[LINUX_FOR_FILES]);
            }
        }
        throw new IOException(LINUX_STATUS + " has no line " + LINUX_LINE);
    }

    /** Elsewhere a file says whose it is. */
    static int ofNewFile() throws IOException {
        Path probe = Files.createTempFile("moegate", "");
        try {
            return (Integer) Files.getAttribute(probe, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        } finally {
            Files.delete(probe);
        }
    }
}
