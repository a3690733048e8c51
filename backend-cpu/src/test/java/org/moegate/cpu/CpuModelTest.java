package org.moegate.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the processor")
class CpuModelTest {

    @Test
    @DisplayName("is called what the system calls it, or by its architecture where the system says nothing")
    void name() throws IOException {
        Path cpuinfo = Path.of("/proc/cpuinfo");
        List<String> lines = Files.isReadable(cpuinfo) ? Files.readAllLines(cpuinfo) : List.of();
        assertEquals(
                lines.stream()
                        .filter(line -> line.startsWith("model name"))
                        .findFirst()
                        .orElse("model name\t: " + System.getProperty("os.arch")),
                "model name\t: " + CpuModel.name());
    }
}
