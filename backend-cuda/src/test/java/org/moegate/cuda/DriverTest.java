package org.moegate.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.Backends;
import org.moegate.kernelbuilds.BinaryCache;
import org.moegate.spi.Capability;

@DisplayName("the driver of this machine")
class DriverTest {

    private static final String NONE = "no NVIDIA driver is installed: its library ";

    private final CudaBackendProvider provider = new CudaBackendProvider();

    private boolean isMissing() {
        return provider.availability().reason().startsWith(NONE);
    }

    @Test
    @DisplayName("is there where the build was told that it must be")
    void required() {
        Capability availability = provider.availability();
        assertTrue(availability.possible() || !Boolean.getBoolean("moegate.cuda.required"), availability.reason());
    }

    @Test
    @DisplayName("has devices, or there is a reason")
    void devicesOrReason() {
        Capability availability = provider.availability();
        assertEquals(availability.possible(), !provider.devices().isEmpty());
        assertEquals(availability.possible(), availability.reason().isEmpty());
    }

    @Test
    @DisplayName("that is missing is the reason, with the library that was looked for")
    void missing() {
        assumeTrue(isMissing(), "there is an NVIDIA driver");
        String reason = provider.availability().reason();
        assertTrue(reason.startsWith(NONE + "libcuda.so.1 was not found; "), reason);
        assertTrue(reason.contains("docker run --gpus all"), reason);
    }

    /** Prints why CUDA cannot run. */
    static final class SayWhyNot {

        private SayWhyNot() {}

        public static void main(String[] args) {
            System.out.println(new CudaBackendProvider().availability().reason());
        }
    }

    private static String sayWhyNot(String jvmFlag) throws IOException, InterruptedException {
        String classPath = Stream.of(SayWhyNot.class, CudaBackendProvider.class, BinaryCache.class, Backends.class)
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        jvmFlag,
                        "--class-path",
                        classPath,
                        SayWhyNot.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    @Test
    @DisplayName("is looked for before JavaCPP, which may be missing as well")
    void withoutJavaCpp() throws IOException, InterruptedException {
        String output = sayWhyNot("--enable-native-access=ALL-UNNAMED");
        assertTrue(
                output.startsWith(isMissing() ? NONE : "JavaCPP's native libraries for CUDA cannot be loaded: "),
                output);
    }

    @Test
    @DisplayName("is not reached where java denies native access, which is the reason then, with the flag to allow it")
    void deniedByJava() throws IOException, InterruptedException {
        String output = sayWhyNot("--illegal-native-access=deny");
        assertTrue(output.startsWith("java denies access to native libraries ("), output);
        assertTrue(output.contains("--enable-native-access=ALL-UNNAMED"), output);
        assertEquals(1, output.lines().count(), output);
    }
}
