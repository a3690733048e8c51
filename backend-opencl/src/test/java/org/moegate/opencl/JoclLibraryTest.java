package org.moegate.opencl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jocl.LibUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("JOCL's native library")
@EnabledOnOs(value = OS.LINUX, disabledReason = "libraries are compiled and mounts made as on Linux")
class JoclLibraryTest {

    private static final int PROCESSES = 8;

    /** Many times what a process takes, also on a busy machine. */
    private static final int SECONDS = 60;

    private static final int ANOTHER_USER = 65534;

    private static final String NAME = LibUtils.createLibraryFileName(LibUtils.createPlatformLibraryName("JOCL_2_0_6"));

    @TempDir
    Path folder = Path.of("");

    private Path temporaryFiles = Path.of("");
    private Path cache = Path.of("");
    private Path trace = Path.of("");

    /** Run in a JVM of its own. */
    static final class Discovery {

        private Discovery() {}

        public static void main(String[] args) {
            System.out.println(new OpenClBackendProvider().availability().reason());
            System.out.println(System.getProperty("java.io.tmpdir"));
        }
    }

    @BeforeEach
    void set() throws IOException, InterruptedException {
        // for all users, as a system has it
        temporaryFiles = Files.createDirectory(folder.resolve("tmp"));
        Files.setAttribute(temporaryFiles, "unix:mode", 01777);
        cache = folder.resolve("cache");
        trace = folder.resolve("trace");
        CLibrary.emptyLoader(Files.createDirectory(folder.resolve("lib")).resolve("libOpenCL.so.1"));
    }

    private Process start(List<String> before) throws IOException {
        return ChildJvm.start(
                before,
                Map.of("LD_LIBRARY_PATH", folder.resolve("lib").toString()),
                List.of("-Djava.io.tmpdir=" + temporaryFiles, "-Dmoegate.opencl.cache=" + cache),
                Discovery.class);
    }

    private static String end(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            fail("discovery did not end");
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.exitValue(), output);
        return output;
    }

    /** What it says where JOCL's library is loaded. The setting for temporary files is what it was. */
    private void assertLoaded(String output) {
        assertTrue(output.startsWith("clGetPlatformIDs failed on this machine with CL_PLATFORM_NOT_FOUND_KHR"), output);
        assertTrue(output.endsWith("\n" + temporaryFiles + "\n"), output);
    }

    private void discover() throws IOException, InterruptedException {
        assertLoaded(end(start(List.of())));
    }

    private void assertTemporaryFiles(Path... expected) throws IOException {
        assertEquals(List.of(expected), files(temporaryFiles));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            // the JVM's own, for jps
            return files.filter(file -> !file.getFileName().toString().startsWith("hsperfdata"))
                    .toList();
        }
    }

    private static byte[] inJar() throws IOException {
        byte @Nullable [] library = JoclLibrary.inJar(NAME);
        if (library == null) {
            throw new AssertionError("JOCL's jar has its library under another name");
        }
        return library;
    }

    private static void giveAway(Path file) throws IOException {
        assumeTrue(isRoot(), "only root can make what belongs to another user");
        Files.setAttribute(file, "unix:uid", ANOTHER_USER);
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    @Test
    @DisplayName("lies in the folder for caches, readable by its user alone, whole, and nowhere else")
    void cached() throws IOException, InterruptedException {
        discover();
        assertEquals(List.of(cache.resolve(NAME)), files(cache));
        assertArrayEquals(inJar(), Files.readAllBytes(cache.resolve(NAME)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache.resolve(NAME))));
        assertTemporaryFiles();
    }

    @Test
    @DisplayName("is not what another user has put among the temporary files under its name")
    void anotherUsersLibrary() throws IOException, InterruptedException {
        Path library = temporaryFiles.resolve(NAME);
        CLibrary.leaving(trace, library);
        giveAway(library);
        discover();
        assertTrue(Files.notExists(trace), "ran");
    }

    @Test
    @DisplayName("is not what lies in a folder that another user has made first")
    void anotherUsersFolder() throws IOException, InterruptedException {
        CLibrary.leaving(trace, Files.createDirectory(cache).resolve(NAME));
        giveAway(cache);
        discover();
        assertTrue(Files.notExists(trace), "ran");
        assertTemporaryFiles();
    }

    @Test
    @DisplayName("is not what lies in a folder that others can write to")
    void openFolder() throws IOException, InterruptedException {
        CLibrary.leaving(trace, Files.createDirectory(cache).resolve(NAME));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        discover();
        assertTrue(Files.notExists(trace), "ran");
        assertTemporaryFiles();
    }

    @Test
    @DisplayName("is not what lies where a link leads to")
    void link() throws IOException, InterruptedException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        CLibrary.leaving(trace, elsewhere.resolve(NAME));
        Files.createSymbolicLink(cache, elsewhere);
        discover();
        assertTrue(Files.notExists(trace), "ran");
        assertTemporaryFiles();
    }

    @Test
    @DisplayName("is put in the place of one that is cut short, of another one, of a link to one, and of a pipe")
    void replaced() throws IOException, InterruptedException {
        Files.createDirectory(
                cache, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path library = cache.resolve(NAME);
        Files.write(library, Arrays.copyOf(inJar(), 20_000));
        discover();
        assertArrayEquals(inJar(), Files.readAllBytes(library));

        CLibrary.leaving(trace, library);
        discover();
        assertArrayEquals(inJar(), Files.readAllBytes(library));

        Path other = folder.resolve("other.so");
        CLibrary.leaving(trace, other);
        Files.delete(library);
        Files.createSymbolicLink(library, other);
        discover();
        assertTrue(Files.isRegularFile(library, LinkOption.NOFOLLOW_LINKS));

        Files.delete(library);
        makePipe(library);
        discover();
        assertArrayEquals(inJar(), Files.readAllBytes(library));
        assertTrue(Files.notExists(trace), "ran");
    }

    @Test
    @DisplayName("that lies cut short among the temporary files does no harm")
    void cutShort() throws IOException, InterruptedException {
        Files.write(temporaryFiles.resolve(NAME), Arrays.copyOf(inJar(), 20_000));
        discover();
    }

    /** The name under which processes once took turns. */
    private Path lockFile() {
        return temporaryFiles.resolve("moegate-jocl-" + System.getProperty("user.name") + ".lock");
    }

    private static void makePipe(Path path) throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
    }

    @Test
    @DisplayName("waits for no lock, be it held or a pipe")
    void locks() throws IOException, InterruptedException {
        try (FileChannel held = FileChannel.open(lockFile(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            held.lock();
            discover();
        }
        Files.delete(lockFile());
        makePipe(lockFile());
        discover();
    }

    @Test
    @DisplayName("is loaded by processes that start together on a fresh machine")
    void together() throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(start(List.of()));
        }
        for (Process process : processes) {
            assertLoaded(end(process));
        }
        assertEquals(List.of(cache.resolve(NAME)), files(cache));
        assertTemporaryFiles();
    }

    /** Runs discovery with a file system of its own mounted on a folder. */
    private String mounted(String options, String... folders) throws IOException, InterruptedException {
        assumeTrue(isRoot(), "only root can mount");
        StringBuilder mounts = new StringBuilder();
        for (String name : folders) {
            mounts.append("mount -t tmpfs -o ")
                    .append(options)
                    .append(" none '")
                    .append(name)
                    .append("' && ");
        }
        assumeTrue(
                new ProcessBuilder("unshare", "-m", "sh", "-c", mounts + "true")
                                .start()
                                .waitFor()
                        == 0,
                "no file system can be mounted here");
        return end(start(List.of("unshare", "-m", "sh", "-c", mounts + "exec \"$0\" \"$@\"")));
    }

    @Test
    @DisplayName(
            "goes to a folder of the process's own where the one for caches is full, or runs nothing, and nothing of it stays")
    void fallback() throws IOException, InterruptedException {
        Files.createDirectory(cache);
        assertLoaded(mounted("size=64k,mode=700", cache.toString()));
        assertLoaded(mounted("noexec,mode=700", cache.toString()));
        assertTemporaryFiles();
    }

    @Test
    @DisplayName("that can be put nowhere is the reason, with all that was tried")
    void nowhere() throws IOException, InterruptedException {
        Files.createDirectory(cache);
        String output = mounted("size=64k,mode=1777", cache.toString(), temporaryFiles.toString());
        assertTrue(output.startsWith("JOCL's native library can be put nowhere: " + cache), output);
        assertTrue(output.contains("can be written to by other users, mode 1777; "), output);
        assertTrue(output.contains("No space left on device"), output);
    }

    @Test
    @DisplayName("leaves nothing behind where files are not to be kept")
    void notKept() throws IOException, InterruptedException {
        cache = Path.of("off");
        discover();
        assertTemporaryFiles();
    }

    @Test
    @DisplayName("is not put where others can put something in its place")
    void openTemporaryFiles() throws IOException, InterruptedException {
        cache = Path.of("off");
        Files.setAttribute(temporaryFiles, "unix:mode", 0777);
        String output = end(start(List.of()));
        assertEquals(
                "JOCL's native library can be put nowhere: " + temporaryFiles.toRealPath()
                        + ": can be written to by other users, mode 777",
                output.lines().findFirst().orElse(""));
        assertTemporaryFiles();
    }
}
