package org.moegate.benchmarks.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.benchmarks.bench.Surroundings.Backend;
import org.moegate.benchmarks.bench.Surroundings.Device;

@DisplayName("the devices that --backends names")
class ChosenDevicesTest {

    private static final Device VECTOR = Devices.bitExact("cpu", "vector", 0);
    private static final Device SCALAR = Devices.bitExact("cpu", "scalar", 1);
    private static final Device POCL = Devices.bitExact("opencl", "pocl", 0);
    private static final List<Backend> BACKENDS = List.of(
            new Backend("opencl", "", List.of(POCL)),
            new Backend("cpu", "", List.of(VECTOR, SCALAR)),
            new Backend("cuda", "no driver", List.of()));

    @Test
    @DisplayName("are the best of each backend that can run, unless named")
    void best() {
        assertEquals(List.of(POCL, VECTOR), ChosenDevices.best(BACKENDS));
    }

    @Test
    @DisplayName("may be named by backend, id or index, and count once")
    void named() {
        assertEquals(
                List.of(VECTOR, SCALAR, POCL),
                ChosenDevices.of(List.of("cpu", "cpu:scalar", "cpu:1", "opencl:0"), BACKENDS));
    }

    @Test
    @DisplayName("are listed where a name is wrong")
    void wrong() {
        assertEquals("\"gpu\": must be one of opencl:pocl, cpu:vector, cpu:scalar", refusal("gpu"));
        assertEquals("\"cpu:2\": must be one of cpu:vector, cpu:scalar", refusal("cpu:2"));
    }

    @Test
    @DisplayName("must be able to run")
    void cannotRun() {
        assertEquals("\"cuda\": cannot run here: no driver", refusal("cuda"));
    }

    private static String refusal(String selector) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> ChosenDevices.of(List.of(selector), BACKENDS))
                        .getMessage());
    }
}
