package org.moegate.cuda.javacpp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.moegate.cuda.CudaBackendProvider;

@DisplayName("the folder for JavaCPP's native libraries")
@EnabledOnOs(value = OS.LINUX, disabledReason = "libraries are compiled as on Linux")
class JavaCppCacheTest {

    /** Many times what a process takes, also on a busy machine. */
    private static final int SECONDS = 60;

    private static final int ANOTHER_USER = 65534;

    private static final String LIBRARY = "org/bytedeco/javacpp/linux-x86_64/libjnijavacpp.so";

    @TempDir
    Path folder = Path.of("");

    private Path home = Path.of("");
    private Path temporaryFiles = Path.of("");
    private Path trace = Path.of("");

    /** Run in a JVM of its own. */
    static final class Discovery {

        private Discovery() {}

        public static void main(String[] args) {
            System.out.println(new CudaBackendProvider().availability().reason());
        }
    }

    /** Run in a JVM of its own, which waits a second. */
    static final class ShortWait {

        private ShortWait() {}

        public static void main(String[] args) {
            System.out.println(JavaCppCache.whyNot(Duration.ofSeconds(1)).orElse("free"));
        }
    }

    @BeforeEach
    void set() throws IOException, InterruptedException {
        home = Files.createDirectory(folder.resolve("home"));
        // for all users, as a system has it
        temporaryFiles = Files.createDirectory(folder.resolve("tmp"));
        Files.setAttribute(temporaryFiles, "unix:mode", 01777);
        trace = folder.resolve("trace");
        // a driver that sees no GPU, for what comes before one is asked for
        compile(Files.createDirectory(folder.resolve("lib")).resolve("libcuda.so.1"), """
                int cuInit(unsigned flags) { return 100; }
                int cuGetErrorName(int error, const char **name) { *name = "CUDA_ERROR_NO_DEVICE"; return 0; }
                int cuGetErrorString(int error, const char **text) { *text = "no device"; return 0; }
                """);
    }

    private static void compile(Path file, String source) throws IOException, InterruptedException {
        String path = System.getenv().getOrDefault("PATH", "");
        assumeTrue(
                Stream.of(path.split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cc"))),
                "no C compiler cc is on the PATH");
        Process compiler = new ProcessBuilder("cc", "-shared", "-fPIC", "-x", "c", "-", "-o", file.toString())
                .redirectErrorStream(true)
                .start();
        compiler.outputWriter().append(source).close();
        String output = new String(compiler.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, compiler.waitFor(), output);
    }

    private static List<String> jars() {
        return Stream.of("java.class.path", "jdk.module.path")
                .flatMap(property -> Stream.of(System.getProperty(property, "").split(File.pathSeparator, -1)))
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    private String output(Class<?> program, String... flags) throws IOException, InterruptedException {
        Path tests = Path.of(JavaCppCacheTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        Stream<String> command = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        Stream.of("-Duser.home=" + home, "-Djava.io.tmpdir=" + temporaryFiles),
                        Stream.of(flags),
                        Stream.of("--class-path", tests + File.pathSeparator + String.join(File.pathSeparator, jars())),
                        Stream.of(program.getName()))
                .flatMap(part -> part);
        ProcessBuilder builder = new ProcessBuilder(command.toList()).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LD_LIBRARY_PATH", folder.resolve("lib").toString());
        Process process = builder.start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            fail("it did not end");
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.exitValue(), output);
        return output;
    }

    /** As JavaCPP looks for it there, with the length and the time by which it tells that it has unpacked it itself. */
    private void putLeavingLibrary(Path cache) throws IOException, InterruptedException {
        String jar = jars().stream()
                .filter(entry -> entry.matches(".*/javacpp-[^/]*-linux-x86_64\\.jar"))
                .findFirst()
                .orElse("");
        assumeTrue(!jar.isEmpty(), "JavaCPP has no library for this platform here");
        Path library = cache.resolve(Path.of(jar).getFileName()).resolve(LIBRARY);
        Files.createDirectories(library.getParent());
        compile(library, """
                #include <stdio.h>
                __attribute__((constructor)) static void run(void) { fclose(fopen("%s", "w")); }
                """.formatted(trace));
        try (JarFile file = new JarFile(jar);
                RandomAccessFile bytes = new RandomAccessFile(library.toFile(), "rw")) {
            JarEntry entry = file.getJarEntry(LIBRARY);
            assertTrue(bytes.length() <= entry.getSize());
            bytes.setLength(entry.getSize());
            assertTrue(library.toFile().setLastModified(entry.getTime()));
        }
    }

    private static void giveAway(Path file) throws IOException {
        boolean isRoot = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        assumeTrue(isRoot, "only root can make what belongs to another user");
        Files.setAttribute(file, "unix:uid", ANOTHER_USER);
    }

    private void assertDiscovers(String... flags) throws IOException, InterruptedException {
        String reason = output(Discovery.class, flags);
        // JavaCPP's own library was loaded: what is missing is CUDA's, or the GPU
        assertTrue(
                reason.startsWith("CUDA's runtime library cannot be loaded") || reason.contains("CUDA_ERROR_NO_DEVICE"),
                reason);
        assertTrue(Files.notExists(trace), "another one's library ran");
    }

    private List<Path> temporary() throws IOException {
        try (Stream<Path> files = Files.list(temporaryFiles)) {
            // the JVM's own, for jps
            return files.filter(file -> !file.getFileName().toString().startsWith("hsperfdata"))
                    .toList();
        }
    }

    @Test
    @DisplayName("is JavaCPP's usual one, made for its user alone")
    void usual() throws IOException, InterruptedException {
        assertDiscovers();
        Path cache = home.resolve(".javacpp").resolve("cache");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)));
        try (Stream<Path> files = Files.walk(cache)) {
            assertTrue(files.anyMatch(file -> file.endsWith("libjnijavacpp.so")));
        }
        assertEquals(List.of(), temporary());
    }

    @Test
    @DisplayName("is none that another user has made among the temporary files, where there is no home")
    void anotherUsersFolder() throws IOException, InterruptedException {
        home = Files.createFile(folder.resolve("no home"));
        Path others = temporaryFiles.resolve(".javacpp-" + System.getProperty("user.name"));
        putLeavingLibrary(others.resolve("cache"));
        giveAway(others);
        giveAway(others.resolve("cache"));
        assertDiscovers();
        assertEquals(List.of(others), temporary());
    }

    @Test
    @DisplayName("is none that others can write to, nor a link")
    void openFolder() throws IOException, InterruptedException {
        Path cache = home.resolve(".javacpp").resolve("cache");
        putLeavingLibrary(cache);
        Path link = Files.createSymbolicLink(folder.resolve("link"), cache);
        assertDiscovers("-Dorg.bytedeco.javacpp.cachedir=" + link);
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertDiscovers();
        assertEquals(List.of(), temporary());
    }

    private Path lock() throws IOException {
        return Files.createDirectories(home.resolve(".javacpp").resolve("cache"))
                .resolve(".lock");
    }

    @Test
    @DisplayName("is waited for no longer than told while another process has locked it, which is the reason then")
    void locked() throws IOException, InterruptedException {
        Path lock = lock();
        try (FileChannel held = FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            held.lock();
            assertEquals(
                    "JavaCPP may not unpack its native libraries: " + lock.toRealPath()
                            + ": is locked by another process, which was waited for during 1 s\n",
                    output(ShortWait.class));
        }
        assertEquals("free\n", output(ShortWait.class));
    }

    @Test
    @DisplayName("is not waited for where its lock is a pipe")
    void pipe() throws IOException, InterruptedException {
        Path lock = lock();
        assertEquals(0, new ProcessBuilder("mkfifo", lock.toString()).start().waitFor());
        assertEquals(
                "JavaCPP may not unpack its native libraries: " + lock.toRealPath() + ": is no regular file\n",
                output(Discovery.class));
    }

    @Test
    @DisplayName(
            "is not looked at where the driver's or CUDA's library is cut short, which is the reason, not the process's end")
    void cutShort() throws IOException, InterruptedException {
        Path driver = folder.resolve("lib").resolve("libcuda.so.1");
        byte[] start = Arrays.copyOf(Files.readAllBytes(driver), 1000);
        Path compiler = Files.write(folder.resolve("lib").resolve("libnvrtc.so.13"), start);
        String reason = output(Discovery.class);
        assertTrue(reason.startsWith("CUDA's library " + compiler + " is cut short: it has 1000 bytes of "), reason);
        Files.write(driver, start);
        reason = output(Discovery.class);
        assertTrue(reason.startsWith("the NVIDIA driver's library " + driver + " is cut short: "), reason);
    }
}
