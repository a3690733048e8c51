package org.moegate.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.Backends;
import org.moegate.GatePlan;
import org.moegate.GateSpec;
import org.moegate.PlanRequest;
import org.moegate.kernelbuilds.Resources;

@DisplayName("plans that are closed")
class LeakTest {

    private static final Path STATUS = Path.of("/proc/self/status");

    @Test
    @DisplayName("leave nothing behind, ten thousand of them")
    void leaveNothing() throws IOException, InterruptedException {
        Driver.device();
        assumeTrue(Files.exists(STATUS), "no /proc/self/status to read a process's size from");
        // with a heap that is all resident from the start, the process grows by what is native alone
        List<String> grown = ChildJvm.output(
                        Map.of(), List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch"), OpenAndClose.class)
                .lines()
                .toList();
        assertEquals("0", grown.getFirst(), "OpenCL objects");
        // ten thousand times whatever a plan holds is more, and shows every time; what the JVM takes for itself does
        // not
        assertTrue(Long.parseLong(grown.getLast()) < 8_000, "the process has grown by " + grown.getLast() + " kB");
    }

    /** Prints by how many OpenCL objects ten thousand plans make the process grow, and by how many kilobytes at least. */
    static final class OpenAndClose {

        private OpenAndClose() {}

        public static void main(String[] args) throws IOException {
            Backends backends = Backends.builder()
                    .provider(new OpenClBackendProvider())
                    .force("opencl")
                    .build();
            run(backends, 1);
            long objects = Resources.held();
            long leastGrowth = Long.MAX_VALUE;
            for (int round = 0; round < 3; round++) {
                long kilobytes = residentKilobytes();
                run(backends, 10_000);
                leastGrowth = Math.min(leastGrowth, residentKilobytes() - kilobytes);
            }
            System.out.println(Resources.held() - objects);
            System.out.println(leastGrowth);
        }

        private static void run(Backends backends, int times) {
            PlanRequest request = PlanRequest.of(GateSpec.builder(32, 4).build());
            for (int i = 0; i < times; i++) {
                try (GatePlan plan = backends.plan(request)) {
                    if (i % 2 == 0) {
                        plan.route(2, new float[64], new float[32], new int[8], new float[8]);
                    }
                }
            }
            System.gc();
        }

        private static long residentKilobytes() throws IOException {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
