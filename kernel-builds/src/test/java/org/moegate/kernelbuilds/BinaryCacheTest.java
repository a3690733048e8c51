package org.moegate.kernelbuilds;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("the cache of programs")
class BinaryCacheTest {

    private static final byte[] PROGRAM = {1, 2, 3, 4, 5};

    @TempDir
    Path folder = Path.of("");

    private BinaryCache cache() {
        return new BinaryCache(folder.resolve("deep").resolve("down"));
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("deep").resolve("down"))) {
            List<Path> all = files.toList();
            assertEquals(1, all.size());
            return all.getFirst();
        }
    }

    @Test
    @DisplayName("gives back what was put in, under its key alone")
    void keepsPrograms() {
        cache().put("key", PROGRAM);
        assertArrayEquals(PROGRAM, cache().get("key").orElseThrow());
        assertTrue(cache().get("another key").isEmpty());
    }

    @Test
    @DisplayName("takes a program whose file was changed anywhere, cut off or made longer for none")
    void trustsNoChangedFile() throws IOException {
        cache().put("key", PROGRAM);
        byte[] whole = Files.readAllBytes(onlyFile());
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            Files.write(onlyFile(), changed);
            assertTrue(cache().get("key").isEmpty(), "byte " + i + " changed");
        }
        for (int length : new int[] {0, 10, whole.length - 1}) {
            Files.write(onlyFile(), java.util.Arrays.copyOf(whole, length));
            assertTrue(cache().get("key").isEmpty(), "cut off at " + length);
        }
        Files.write(onlyFile(), java.util.Arrays.copyOf(whole, whole.length + 1));
        assertTrue(cache().get("key").isEmpty(), "longer");
        cache().put("key", PROGRAM);
        assertArrayEquals(PROGRAM, cache().get("key").orElseThrow(), "written anew");
    }

    @Test
    @DisplayName("takes the file of another key for none")
    void trustsNoForeignFile() throws IOException {
        cache().put("another key", PROGRAM);
        Path foreign = onlyFile();
        byte[] content = Files.readAllBytes(foreign);
        Files.delete(foreign);
        cache().put("key", PROGRAM);
        Files.write(onlyFile(), content);
        assertTrue(cache().get("key").isEmpty());
    }

    @Test
    @DisplayName("forgets what it is told to")
    void removes() {
        cache().put("key", PROGRAM);
        cache().remove("key");
        cache().remove("key");
        assertTrue(cache().get("key").isEmpty());
    }

    @Test
    @DisplayName("removes the programs that were not used for longest once there are too many")
    void removesOldest() throws IOException {
        BinaryCache cache = new BinaryCache(folder.resolve("deep").resolve("down"), 16);
        for (int i = 0; i < 16; i++) {
            cache.put("key " + i, PROGRAM);
        }
        try (Stream<Path> files = Files.list(folder.resolve("deep").resolve("down"))) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
            }
        }
        assertTrue(cache.get("key 7").isPresent());
        for (int i = 16; i < 31; i++) {
            cache.put("key " + i, PROGRAM);
        }
        assertTrue(cache.get("key 7").isPresent(), "was used");
        assertTrue(cache.get("key 8").isEmpty(), "was not");
        assertTrue(cache.get("key 30").isPresent(), "is new");
        try (Stream<Path> files = Files.list(folder.resolve("deep").resolve("down"))) {
            assertEquals(16, files.count());
        }
    }

    @Test
    @DisplayName("without a folder keeps nothing")
    void withoutFolder() {
        BinaryCache none = new BinaryCache(null);
        none.put("key", PROGRAM);
        none.remove("key");
        assertTrue(none.get("key").isEmpty());
    }

    @Test
    @DisplayName("goes on where its folder cannot be made")
    void unusableFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("a file"), "no folder");
        BinaryCache unusable = new BinaryCache(file.resolve("below"));
        unusable.put("key", PROGRAM);
        assertTrue(unusable.get("key").isEmpty());
    }

    @Test
    @DisplayName("reads no pipe, for whose writer it would wait for ever, and puts a program in its place")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no such pipes")
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void pipe() throws IOException, InterruptedException {
        cache().put("key", PROGRAM);
        Path file = onlyFile();
        Files.delete(file);
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        assertTrue(cache().get("key").isEmpty());
        cache().put("key", PROGRAM);
        assertArrayEquals(PROGRAM, cache().get("key").orElseThrow());
    }

    @Test
    @DisplayName("takes no program from a folder that others can write to, nor behind a link, and puts none there")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions are told otherwise there")
    void othersFolder() throws IOException {
        cache().put("key", PROGRAM);
        Path down = onlyFile().getParent();
        BinaryCache linked = new BinaryCache(Files.createSymbolicLink(folder.resolve("link"), down));
        assertTrue(linked.get("key").isEmpty());
        linked.put("another key", PROGRAM);
        linked.remove("key");
        assertArrayEquals(PROGRAM, cache().get("key").orElseThrow());

        Files.setPosixFilePermissions(down, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertTrue(cache().get("key").isEmpty());
        cache().put("another key", PROGRAM);
        cache().remove("key");
        onlyFile();
    }
}
