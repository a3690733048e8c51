package org.moegate.benchmarks.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.DType;
import org.moegate.benchmarks.BackendBenchmark;
import org.moegate.benchmarks.GateName;

@DisplayName("a trial that fails")
class FailedTrialTest {

    private static final Case ONE = new Case(GateName.of("6-of-64"), DType.F32, 1);

    @Test
    @DisplayName("in a JVM that JMH forked says why in a line, and all of it in the log")
    void onTheHost() {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        HostTrial trial = new HostTrial(
                "nonsense",
                BackendBenchmark.class,
                ONE,
                Map.of("backend", "nonsense"),
                Timing.QUICK,
                0,
                new PrintStream(log, true, StandardCharsets.UTF_8));
        String reason = String.valueOf(
                assertThrows(FailedTrialException.class, trial::run).getMessage());
        assertTrue(reason.contains("backend \"nonsense\", forced by the caller, is not among those found"), reason);
        assertEquals(1, reason.lines().count(), reason);
        assertTrue(
                log.toString(StandardCharsets.UTF_8).contains("BackendBenchmark.plan"),
                log.toString(StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("on a device says why in a line")
    void onDevice() {
        DeviceTrial trial = new DeviceTrial("gate", "copy", Devices.bitExact("opencl", "none", 99), ONE, Timing.QUICK);
        String reason = String.valueOf(
                assertThrows(FailedTrialException.class, trial::run).getMessage());
        assertTrue(
                reason.startsWith(
                        "org.moegate.BackendUnavailableException: backend \"opencl:99\", forced by the caller, "),
                reason);
        assertEquals(1, reason.lines().count(), reason);
    }
}
