package org.moegate.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testcontainers.containers.Container.ExecResult;

@DisplayName("In a container with an OpenCL driver of its own")
@ExtendWith(ContainerEngine.class)
class ContainerConformanceIT {

    static Stream<String> backends() {
        return Arrays.stream(System.getProperty("moegate.containers.backends").split(","));
    }

    @ParameterizedTest(name = "{0} is bit-exact")
    @MethodSource("backends")
    void isBitExact(String backend) throws Exception {
        try (MoegateContainer container = MoegateContainer.create()) {
            container.start();
            ExecResult result = container.moegate("conformance", "--backend", backend);
            String output = result.getStdout() + result.getStderr();
            assertEquals(0, result.getExitCode(), output);
            assertTrue(result.getStdout().contains("Certified bit-exact"), output);
        }
    }
}
