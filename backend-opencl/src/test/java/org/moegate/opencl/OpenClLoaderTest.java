package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.moegate.spi.Capability;

@DisplayName("OpenCL's loader")
@EnabledOnOs(value = OS.LINUX, disabledReason = "other systems' linkers are told otherwise where to look first")
class OpenClLoaderTest {

    private static final Path SOME_LIBRARY = Path.of(System.getProperty("java.home"), "lib", "libjsig.so");

    /** Where the linker looks first. */
    @TempDir
    Path folder = Path.of("");

    /** Prints whether OpenCL can run, and if not, why. */
    static final class SayWhyNot {

        private SayWhyNot() {}

        public static void main(String[] args) {
            Capability availability = new OpenClBackendProvider().availability();
            System.out.println(availability.possible() ? "can run" : availability.reason());
        }
    }

    private String stdout() throws IOException, InterruptedException {
        String path = folder + ":" + System.getenv().getOrDefault("LD_LIBRARY_PATH", "");
        return ChildJvm.output(Map.of("LD_LIBRARY_PATH", path), List.of(), SayWhyNot.class);
    }

    private void noLibrary(String name) throws IOException {
        Files.writeString(folder.resolve(name), "this is no library, and hides the one that is");
    }

    @Test
    @DisplayName("that cannot be had is the reason, and the only words on stdout")
    void cannotBeHad() throws IOException, InterruptedException {
        noLibrary("libOpenCL.so.1");
        noLibrary("libOpenCL.so");
        String stdout = stdout();
        assertTrue(stdout.startsWith("no OpenCL loader is installed: "), stdout);
        assertTrue(stdout.contains("ocl-icd-libopencl1"), stdout);
        assertEquals(1, stdout.lines().count(), stdout);
    }

    @Test
    @DisplayName("that JOCL would not find at once is the reason, and the only words on stdout")
    void underAnotherName() throws IOException, InterruptedException {
        noLibrary("libOpenCL.so.1");
        Files.copy(SOME_LIBRARY, folder.resolve("libOpenCL.so"));
        assertEquals(
                "OpenCL's loader is there as libOpenCL.so alone: it needs a link named libOpenCL.so.1 beside it",
                stdout());
    }

    @Test
    @DisplayName("that is cut short is the reason, and not the process's end")
    void cutShort() throws IOException, InterruptedException {
        Path loader = folder.resolve("libOpenCL.so.1");
        Files.write(loader, Arrays.copyOf(Files.readAllBytes(SOME_LIBRARY), 1000));
        String stdout = stdout();
        assertTrue(stdout.startsWith("OpenCL's loader " + loader + " is cut short: it has 1000 bytes of "), stdout);
    }

    @Test
    @DisplayName("is not reached where java denies native access, which is the reason then, with the flag to allow it")
    void deniedByJava() throws IOException, InterruptedException {
        String stdout = ChildJvm.output(Map.of(), List.of("--illegal-native-access=deny"), SayWhyNot.class);
        assertTrue(stdout.startsWith("java denies access to native libraries ("), stdout);
        assertTrue(stdout.contains("--enable-native-access=ALL-UNNAMED"), stdout);
        assertEquals(1, stdout.lines().count(), stdout);
    }

    @Test
    @DisplayName("is used where only its own header has the name that JOCL asks for")
    void nameInside() throws IOException, InterruptedException {
        Driver.device();
        noLibrary("libOpenCL.so.1");
        Files.copy(loadedLoader(), folder.resolve("libOpenCL.so"));
        assertEquals("can run", stdout());
    }

    private static Path loadedLoader() throws IOException {
        try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            return mappings.filter(mapping -> mapping.contains("/libOpenCL.so"))
                    .map(mapping -> Path.of(mapping.substring(mapping.indexOf('/'))))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
