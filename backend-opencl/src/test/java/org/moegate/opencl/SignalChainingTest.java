package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jocl.CL;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_program;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.opencl.DeviceFacts.Kind;

@DisplayName("the JDK's library for signal chaining")
class SignalChainingTest {

    private static final Path LIBRARY = Path.of(System.getProperty("java.home"), "lib", "libjsig.so");

    @Test
    @DisplayName("is asked for beside a driver that compiles inside the process, and named")
    void caveat() {
        String caveat = SignalChaining.caveat(Kind.CPU, "Linux", Map.of());
        assertTrue(caveat.endsWith("LD_PRELOAD=" + LIBRARY), caveat);
        assertEquals(caveat, SignalChaining.caveat(Kind.CPU, "Linux", Map.of("LD_PRELOAD", "/lib/other.so")));
    }

    @Test
    @DisplayName("is not asked for where it is there, or not needed")
    void noCaveat() {
        assertEquals("", SignalChaining.caveat(Kind.CPU, "Linux", Map.of("LD_PRELOAD", "a.so:" + LIBRARY)));
        assertEquals("", SignalChaining.caveat(Kind.GPU, "Linux", Map.of()));
        assertEquals("", SignalChaining.caveat(Kind.CPU, "Windows 11", Map.of()));
    }

    @Test
    @DisplayName("lets a process live that builds programs while its threads are stopped all the time")
    void processLives() throws IOException, InterruptedException {
        Driver.device();
        Map<String, String> environment = Map.of("LD_PRELOAD", LIBRARY.toString());
        assertEquals("built", ChildJvm.output(environment, List.of(), BuildUnderSafepoints.class));
    }

    /** Without the library a build fails, or the process ends, among the first programs. */
    static final class BuildUnderSafepoints {

        private static final int PROGRAMS = 16;
        private static final int LOOPS = 6;

        private static volatile boolean built;

        private BuildUnderSafepoints() {}

        public static void main(String[] args) {
            for (int i = 0; i < LOOPS; i++) {
                Thread.ofPlatform().daemon().start(BuildUnderSafepoints::loop);
            }
            Thread.ofPlatform().daemon().start(BuildUnderSafepoints::stopAllThreads);
            build(OpenClDevices.found().devices().getFirst());
            built = true;
            System.out.println("built");
        }

        /** Compiled, it looks for a stop by reading a page that is unreadable then: each stop is a signal. */
        private static void loop() {
            while (!built) {
                Thread.onSpinWait();
            }
        }

        private static void stopAllThreads() {
            while (!built) {
                Thread.getAllStackTraces();
            }
        }

        private static void build(OpenClDevice device) {
            cl_context_properties properties = new cl_context_properties();
            properties.addProperty(CL.CL_CONTEXT_PLATFORM, device.platform());
            cl_device_id[] devices = {device.id()};
            cl_context context = CL.clCreateContext(properties, 1, devices, null, null, null);
            for (int i = 0; i < PROGRAMS; i++) {
                // new to the driver, which keeps what it has compiled
                String text = "kernel void k(global long* x) { x[0] = " + System.nanoTime() + "; }";
                cl_program program = CL.clCreateProgramWithSource(context, 1, new String[] {text}, null, null);
                device.check("clBuildProgram", CL.clBuildProgram(program, 1, devices, "", null, null));
                device.check("clReleaseProgram", CL.clReleaseProgram(program));
            }
            device.check("clReleaseContext", CL.clReleaseContext(context));
        }
    }
}
