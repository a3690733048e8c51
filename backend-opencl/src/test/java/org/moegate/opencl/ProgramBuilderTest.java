package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jocl.CL;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moegate.kernelbuilds.BinaryCache;
import org.moegate.spi.BackendException;

@DisplayName("a program")
class ProgramBuilderTest {

    private static final KernelSource SOURCE =
            new KernelSource("TILED", "__kernel void route(__global int *a) { a[0] = 1; }", "-cl-std=CL1.2");

    @TempDir
    Path folder = Path.of("");

    private final OpenClDevice device = Driver.device();
    private cl_context context = new cl_context();

    @BeforeEach
    void openContext() {
        cl_context_properties properties = new cl_context_properties();
        properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
        context = CL.clCreateContext(properties, 1, new cl_device_id[] {device.id()}, null, null, null);
    }

    @AfterEach
    void closeContext() {
        CL.clReleaseContext(context);
    }

    private void build(KernelSource source) {
        cl_program program = new ProgramBuilder(device, new BinaryCache(folder)).build(context, source);
        int[] code = new int[1];
        CL.clReleaseKernel(CL.clCreateKernel(program, "route", code));
        assertEquals(CL.CL_SUCCESS, code[0]);
        CL.clReleaseProgram(program);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    @DisplayName("is built once and comes from the cache from then on")
    void isCached() throws IOException {
        build(SOURCE);
        Path file = files().getFirst();
        Object before = Files.getAttribute(file, "unix:ino");
        build(SOURCE);
        assertEquals(List.of(file), files());
        assertEquals(before, Files.getAttribute(file, "unix:ino"), "was not written anew");
    }

    @Test
    @DisplayName("of other options or of another source is another one")
    void keys() throws IOException {
        build(SOURCE);
        build(new KernelSource(SOURCE.name(), SOURCE.text() + "\n", SOURCE.options()));
        build(new KernelSource(SOURCE.name(), SOURCE.text(), ""));
        assertEquals(3, files().size());
    }

    @Test
    @DisplayName("that the driver does not take from the cache is built anew and replaced there")
    void refusedBinaryIsReplaced() throws IOException {
        build(SOURCE);
        Path file = files().getFirst();
        byte[] good = Files.readAllBytes(file);
        // whole by its checksums, but no program of any driver's
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        String name = file.getFileName().toString();
        BinaryCache forger = new BinaryCache(elsewhere);
        new ProgramBuilder(device, forger).build(context, SOURCE);
        byte[] forged = forgedWith(good, "no program".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        Files.write(folder.resolve(name), forged);
        build(SOURCE);
        assertFalse(java.util.Arrays.equals(forged, Files.readAllBytes(folder.resolve(name))));
        assertArrayEquals(head(good), head(Files.readAllBytes(folder.resolve(name))));
    }

    /** A file of the cache with another program, its checksum right. */
    private static byte[] forgedWith(byte[] file, byte[] program) {
        try {
            byte[] head = head(file);
            byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(program);
            return java.nio.ByteBuffer.allocate(head.length + digest.length + program.length)
                    .put(head)
                    .put(digest)
                    .put(program)
                    .array();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The part before the program's checksum. */
    private static byte[] head(byte[] file) {
        return java.util.Arrays.copyOf(file, "moegate program 1\n".length() + 32);
    }

    @Test
    @DisplayName("that cannot be built throws with the kernel, the device and the compiler's log")
    void buildFailure() throws IOException {
        KernelSource wrong =
                new KernelSource("ROWS", "#line 7 \"rows.cl\"\n__kernel void route(__global int *a) { a[0] = b; }", "");
        BackendException failure = assertThrows(BackendException.class, () -> build(wrong));
        String message = String.valueOf(failure.getMessage());
        assertTrue(
                message.startsWith("the kernel ROWS could not be built for "
                        + device.facts().name()),
                message);
        assertTrue(message.contains("CL_BUILD_PROGRAM_FAILURE (-11)"), message);
        assertTrue(message.contains("rows.cl:7"), message);
        assertTrue(message.contains("undeclared identifier 'b'"), message);
        assertNotEquals(0, message.lines().count());
        assertTrue(files().isEmpty());
    }
}
