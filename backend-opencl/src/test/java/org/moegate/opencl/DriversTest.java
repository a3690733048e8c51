package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.moegate.spi.Capability;

@DisplayName("the drivers of this machine")
class DriversTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    @DisplayName("are there where the build was told that they must be")
    void required() {
        Capability availability = new OpenClBackendProvider().availability();
        assertTrue(availability.possible() || !Boolean.getBoolean("moegate.opencl.required"), availability.reason());
    }

    @Test
    @DisplayName("have devices of different names, GPUs first")
    void devices() {
        Driver.device();
        List<DeviceFacts.Kind> kinds = OpenClDevices.found().devices().stream()
                .map(device -> device.facts().kind())
                .toList();
        assertEquals(kinds.stream().sorted().toList(), kinds);
        assertEquals(kinds.getFirst() == DeviceFacts.Kind.GPU, new OpenClBackendProvider().priority() > 0);
    }

    /** What a process says of OpenCL that has only the drivers of a folder. */
    private static String reasonWith(Path drivers) throws IOException, InterruptedException {
        return ChildJvm.output(
                Map.of("OCL_ICD_VENDORS", drivers.toString()), List.of(), OpenClLoaderTest.SayWhyNot.class);
    }

    @Test
    @DisplayName("that are missing are the reason, with what to install")
    void noDriver() throws IOException, InterruptedException {
        Driver.device();
        String reason = reasonWith(Files.createDirectory(folder.resolve("empty")));
        assertTrue(reason.contains("CL_PLATFORM_NOT_FOUND_KHR (-1001)"), reason);
        assertTrue(reason.contains("pocl-opencl-icd"), reason);
    }

    @Test
    @DisplayName("that are broken do no harm")
    void brokenDriver() throws IOException, InterruptedException {
        Driver.device();
        Files.writeString(folder.resolve("broken.so"), "this is no library");
        Files.writeString(
                folder.resolve("broken.icd"), folder.resolve("broken.so").toString());
        Files.writeString(folder.resolve("missing.icd"), "libThatNobodyHas.so");
        String reason = reasonWith(folder);
        assertTrue(reason.contains("CL_PLATFORM_NOT_FOUND_KHR (-1001)"), reason);
    }

    @Test
    @DisplayName("whose library is cut short are the reason, and not the process's end")
    @EnabledOnOs(value = OS.LINUX, disabledReason = "drivers are found otherwise elsewhere")
    void cutShort() throws IOException, InterruptedException {
        Driver.device();
        byte[] some = Files.readAllBytes(Path.of(System.getProperty("java.home"), "lib", "libjsig.so"));
        Path library = Files.write(folder.resolve("short.so"), Arrays.copyOf(some, 1000));
        Files.writeString(folder.resolve("short.icd"), library + "\n");
        String reason = reasonWith(folder);
        assertTrue(reason.startsWith("an OpenCL driver's library " + library + " is cut short: "), reason);
        assertEquals(reason, reasonWith(folder.resolve("short.icd")));
    }

    @Test
    @DisplayName("cannot be asked without JOCL's own library, which is the reason then, in a line")
    void noNativeLibrary() {
        String reason = Drivers.reason(new UnsatisfiedLinkError("Error while loading\nmore lines"));
        assertEquals("JOCL's native library cannot be loaded: Error while loading", reason);
    }

    @Test
    @DisplayName("say their version in more words than one")
    void versions() {
        assertEquals(12, OpenClDevices.version("OpenCL C 1.2 PoCL"));
        assertEquals(30, OpenClDevices.version("OpenCL 3.0 CUDA"));
        assertEquals(0, OpenClDevices.version("something else"));
    }

    @Test
    @DisplayName("that round otherwise make a device conformant, and the caveat says what is missing")
    void roundings() {
        DeviceFacts facts = Driver.device().facts();
        DeviceFacts coarse = new DeviceFacts(
                facts.name(),
                facts.vendor(),
                facts.platform(),
                facts.platformVersion(),
                facts.driver(),
                facts.kind(),
                facts.computeUnits(),
                facts.globalMemory(),
                facts.largestBuffer(),
                facts.localMemory(),
                facts.maxWorkGroupSize(),
                facts.sharesHostMemory(),
                facts.openClC(),
                facts.extensions(),
                List.of("CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT"),
                facts.computeCapability());
        assertEquals(org.moegate.spi.Grade.CONFORMANT, coarse.grade());
        assertTrue(coarse.caveat().contains("CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT"), coarse.caveat());
        assertFalse(KernelSource.tiled(coarse, 1, true).options().contains("correctly-rounded"));
        assertTrue(KernelSource.tiled(facts, 1, true).options().contains("correctly-rounded"));
    }
}
