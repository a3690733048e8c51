package org.moegate.kernelbuilds;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a private folder")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions are told otherwise there")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PrivateFolderTest {

    private static final int ANOTHER_USER = 65534;
    private static final byte[] CONTENT = {1, 2, 3};

    @TempDir
    Path temporary = Path.of("");

    private Path above = Path.of("");
    private Path folder = Path.of("");

    @BeforeEach
    void set() throws IOException {
        above = temporary.toRealPath().resolve("above");
        folder = above.resolve("folder");
    }

    private static void setMode(Path path, int mode) throws IOException {
        Files.setAttribute(path, "unix:mode", mode);
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    }

    private static void giveAway(Path path, String attribute) throws IOException {
        assumeTrue(ProcessUser.uid() == 0, "only root can make what belongs to another user");
        Files.setAttribute(path, attribute, ANOTHER_USER, LinkOption.NOFOLLOW_LINKS);
    }

    private void assertRefused(String reason, Executable use) {
        IOException refusal = assertThrows(IOException.class, use);
        assertEquals(reason, refusal.getMessage());
    }

    private void assertRefused(String reason) {
        assertRefused(reason, () -> PrivateFolder.make(folder));
        assertRefused(reason, () -> PrivateFolder.existing(folder));
    }

    @Test
    @DisplayName("is made with those above it, for its user alone")
    void made() throws IOException {
        assertThrows(NoSuchFileException.class, () -> PrivateFolder.existing(folder));
        assertEquals(folder, PrivateFolder.make(folder).path());
        assertEquals(0700, mode(above));
        assertEquals(0700, mode(folder));
        assertEquals(folder, PrivateFolder.existing(folder).path());
    }

    @Test
    @DisplayName("may be one that others can read")
    void readable() throws IOException {
        Files.createDirectories(folder);
        setMode(above, 0755);
        setMode(folder, 0755);
        assertEquals(folder, PrivateFolder.make(folder).path());
    }

    @Test
    @DisplayName("is none that others can write to, whatever its sticky bit")
    void writable() throws IOException {
        PrivateFolder.make(folder);
        setMode(folder, 0702);
        assertRefused(folder + ": can be written to by other users, mode 702");
        setMode(folder, 01777);
        assertRefused(folder + ": can be written to by other users, mode 1777");
    }

    @Test
    @DisplayName("is none that a group can write to, but for the user's own group")
    void group() throws IOException {
        PrivateFolder.make(folder);
        giveAway(folder, "unix:gid");
        setMode(folder, 0750);
        PrivateFolder.make(folder);
        setMode(folder, 0770);
        assertRefused(folder + ": can be written to by other users, mode 770");
        Files.setAttribute(folder, "unix:gid", 0);
        PrivateFolder.make(folder);
    }

    @Test
    @DisplayName("is none of another user's, nor does one of those above it belong to one")
    void owner() throws IOException {
        PrivateFolder.make(folder);
        giveAway(folder, "unix:uid");
        assertRefused(folder + ": belongs to another user, number 65534");
        Files.setAttribute(folder, "unix:uid", 0);
        PrivateFolder.make(folder);
        giveAway(above, "unix:uid");
        setMode(above, 01755);
        assertRefused(above + ": belongs to another user, number 65534");
    }

    @Test
    @DisplayName("cannot be replaced: those above it can be written to by others only if their sticky bit is set")
    void replaceable() throws IOException {
        PrivateFolder.make(folder);
        setMode(above, 0777);
        assertRefused(above + ": can be written to by other users, mode 777");
        setMode(above, 01777);
        PrivateFolder.make(folder);
    }

    @Test
    @DisplayName("is no link and no file, nor made where a link leads to")
    void link() throws IOException {
        Files.createDirectory(above);
        Path elsewhere = Files.createDirectory(above.resolve("elsewhere"));
        Files.createSymbolicLink(folder, elsewhere);
        assertRefused(folder + ": is a symbolic link");
        Files.delete(folder);
        Files.createFile(folder);
        assertRefused(folder + ": is no folder");
        Files.delete(folder);
        Files.createSymbolicLink(folder, above.resolve("nowhere"));
        assertRefused(folder + ": is a symbolic link", () -> PrivateFolder.make(folder));
        assertTrue(Files.notExists(above.resolve("nowhere")));
    }

    @Test
    @DisplayName("may lie behind a link, and is then where that leads to, as long as others cannot write there")
    void behindLink() throws IOException {
        Path elsewhere = Files.createDirectory(temporary.toRealPath().resolve("elsewhere"));
        Files.createSymbolicLink(above, elsewhere);
        assertEquals(elsewhere.resolve("folder"), PrivateFolder.make(folder).path());
        setMode(elsewhere, 0777);
        assertRefused(elsewhere + ": can be written to by other users, mode 777");
    }

    @Test
    @DisplayName("is made anew among the temporary files, each time another")
    void temporary() throws IOException {
        PrivateFolder one = PrivateFolder.temporary("moegate");
        PrivateFolder two = PrivateFolder.temporary("moegate");
        assertTrue(!one.path().equals(two.path()));
        assertEquals(0700, mode(one.path()));
        one.delete();
        two.delete();
        assertTrue(Files.notExists(one.path()));
    }

    @Test
    @DisplayName("gives back the file that was put there, the last one under its name, whoever can only read it")
    void files() throws IOException {
        PrivateFolder files = PrivateFolder.make(folder);
        assertThrows(NoSuchFileException.class, () -> files.read("file", 10));
        files.write("file", new byte[] {9});
        files.write("file", CONTENT);
        assertEquals(0600, mode(folder.resolve("file")));
        setMode(folder.resolve("file"), 0644);
        assertArrayEquals(CONTENT, files.read("file", CONTENT.length));
    }

    @Test
    @DisplayName("reads no file that is too long, another user's, or such that others can write to it")
    void othersFile() throws IOException {
        PrivateFolder files = PrivateFolder.make(folder);
        Path file = folder.resolve("file");
        files.write("file", CONTENT);
        assertRefused(file + ": has 3 bytes, may have 2", () -> files.read("file", 2));
        setMode(file, 0602);
        assertRefused(file + ": can be written to by other users, mode 602", () -> files.read("file", 3));
        giveAway(file, "unix:uid");
        assertRefused(file + ": belongs to another user, number 65534", () -> files.read("file", 3));
    }

    @Test
    @DisplayName("reads no link, no folder, and no pipe, for whose writer it does not wait")
    void noFile() throws IOException, InterruptedException {
        PrivateFolder files = PrivateFolder.make(folder);
        Path file = folder.resolve("file");
        String reason = file + ": is no regular file";
        Files.createSymbolicLink(file, Files.write(above.resolve("another"), CONTENT));
        assertRefused(reason, () -> files.read("file", 3));
        Files.delete(file);
        Files.createDirectory(file);
        assertRefused(reason, () -> files.read("file", 3));
        Files.delete(file);
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        assertRefused(reason, () -> files.read("file", 3));
        files.write("file", CONTENT);
        assertArrayEquals(CONTENT, files.read("file", 3));
    }

    @Test
    @DisplayName("holds nothing half done after a failure")
    void failure() throws IOException {
        PrivateFolder files = PrivateFolder.make(folder);
        Path inTheWay = Files.createDirectories(folder.resolve("file").resolve("below"));
        assertThrows(IOException.class, () -> files.write("file", CONTENT));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(inTheWay.getParent()), left.toList());
        }
    }

    @Test
    @DisplayName("is removed with what lies there, and not what links there lead to")
    void delete() throws IOException {
        PrivateFolder files = PrivateFolder.make(folder);
        Path another = Files.createDirectory(above.resolve("another"));
        Path file = Files.write(another.resolve("file"), CONTENT);
        Files.createDirectories(folder.resolve("some").resolve("deep"));
        Files.createSymbolicLink(folder.resolve("some").resolve("link"), another);
        files.delete();
        assertTrue(Files.notExists(folder));
        assertTrue(Files.exists(file));
    }
}
